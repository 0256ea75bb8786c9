"""What time alone brings about."""

from .actions.asking import forget_searches

__all__ = ["forget_searches"]
