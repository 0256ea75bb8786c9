"""The escalation desk: a case that support alone cannot solve is put to the product group that owns the code, decided there, and comes back.

Owns `escalation` and `escalation_comment`. Stands on cases, catalog, clocks, people. Heard by rapid_response, desk and reports.
"""
