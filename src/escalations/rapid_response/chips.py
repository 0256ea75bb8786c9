"""An engagement's own clock in a few words and a tone."""

from ..clocks.chip import ClockChip
from ..platform.time import now, spell
from .models import EngagementPromise
from .waking import warning_at
from .weights import weights


def chip_of(promise: EngagementPromise) -> ClockChip:
    left = promise.due_at - now()
    if left.total_seconds() <= 0:
        return ClockChip(f"update late {spell(left)}", "bad", promise.due_at)
    soon = now() >= warning_at(promise, weights().engagement)
    return ClockChip(f"update due in {spell(left)}", "warn" if soon else "ok", promise.due_at)
