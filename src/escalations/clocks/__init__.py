"""Calendars, policies and the clock ledger: when something is due, and why.

Owns the tables `clock` and `clock_event` and the files in `routing_rules/clocks`.
Stands on people and platform. Heard by every room that owes somebody an answer.
"""
