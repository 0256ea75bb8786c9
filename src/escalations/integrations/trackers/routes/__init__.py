"""Pages of trackers, and the door for their webhooks."""

from . import managing, receiving, showing

HANDLERS = [*managing.HANDLERS, *receiving.HANDLERS, *showing.HANDLERS]
