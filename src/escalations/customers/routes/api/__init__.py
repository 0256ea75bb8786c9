"""Customers for programs."""

from . import contacts, customers

HANDLERS = [*customers.HANDLERS, *contacts.HANDLERS]
