"""Cases: a customer's problem from opening to closing. Stands on routing, customers, catalog, clocks, people.

Heard by known_issues, incidents, product_groups, rapid_response and desk, which never stand below it.
"""
