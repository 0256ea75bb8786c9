"""Notices to colleagues that are mailed to them."""
