"""Integrations: what goes out to other systems. Mail to customers. Stands on cases and customers; heard by nobody."""
