"""Customers: organisations, contacts, subscriptions, support plans, rapid-response cover. Stands on people and platform."""
