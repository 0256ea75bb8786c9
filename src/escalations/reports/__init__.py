"""What all of it adds up to: where time went, which pauses want explaining, which promises were kept. Reads only.

By family, plan, severity, queue and week, never by person. Every figure counts what its reader may see. Nobody hears it.
"""
