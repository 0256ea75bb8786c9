"""Closed cases that are like an open one: found before anybody types, linked or set aside, and what they say for articles."""
