"""Every verb on a spike: the sweep opens, raises and lets subside; a person promotes or rejects."""

from .noticing import let_subside, open_alarm, raise_alarm, tell_again
from .promoting import promote_alarm
from .rejecting import reject_alarm

__all__ = ["let_subside", "open_alarm", "promote_alarm", "raise_alarm", "reject_alarm", "tell_again"]
