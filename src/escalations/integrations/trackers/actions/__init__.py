"""Every verb on trackers and on the work items they hold."""

from .adding import NewTracker, add_key, add_tracker, switch_tracker
from .receiving import read_delivery, receive
from .syncing import sync_item, want_item

__all__ = [
    "NewTracker",
    "add_key",
    "add_tracker",
    "read_delivery",
    "receive",
    "switch_tracker",
    "sync_item",
    "want_item",
]
