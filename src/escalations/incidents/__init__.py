"""Incidents: what is broken for many at once, and which cases come of it. Stands on cases, catalog, people.

Heard by rapid_response and communications, which never stand below it.
"""
