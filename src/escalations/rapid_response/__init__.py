"""Rapid response: who looks after a covered customer's worst cases, and the board that says which is worst and why.

Owns `rapid_response_request` and `routing_rules/rapid_response.toml`. Stands on product_groups, cases, customers, clocks, people. Heard by desk and reports.
"""
