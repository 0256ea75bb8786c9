"""Inbound feeds: what cloud vendors and monitors say, kept as they said it, and turned into incidents by the worker."""
