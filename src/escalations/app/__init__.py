"""The web application: rooms' handlers, the door, live pages, health."""

from .application import create_app

__all__ = ["create_app"]
