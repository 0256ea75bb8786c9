"""The web application: rooms' handlers, the door, live pages, health."""

from .application import create_app
from .watched import create_watched_app

__all__ = ["create_app", "create_watched_app"]
