"""Escalations: a support escalation case system. The rooms, top to bottom, are in docs/architecture.md."""

__version__ = "0.16.0"
