"""Every verb on feeds: what people set up, what comes in, and what is made of it."""

from .adding import NewFeed, add_feed, plain_feed
from .keys import add_key, end_old_keys
from .polling import poll_feed
from .reading import read_delivery
from .receiving import note_refusal, receive
from .replaying import replay_delivery, replay_shelf
from .revising import revise_feed, switch_feed
from .setting_aside import set_aside

__all__ = [
    "NewFeed",
    "add_feed",
    "add_key",
    "end_old_keys",
    "note_refusal",
    "plain_feed",
    "poll_feed",
    "read_delivery",
    "receive",
    "replay_delivery",
    "replay_shelf",
    "revise_feed",
    "set_aside",
    "switch_feed",
]
