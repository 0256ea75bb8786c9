"""Every verb on views."""

from .deleting import delete_view, restore_view
from .pinning import pin_view, unpin_view
from .saving import NewView, change_view, save_view

__all__ = ["NewView", "change_view", "delete_view", "pin_view", "restore_view", "save_view", "unpin_view"]
