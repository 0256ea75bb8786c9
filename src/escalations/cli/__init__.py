"""The command `escalations`."""

from .main import main

__all__ = ["main"]
