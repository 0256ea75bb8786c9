"""Everything that can be done to a clock."""

from .cancelling import cancel_clock
from .merging import merge_clocks, unmerge_clocks
from .pausing import pause_clock, resume_clock
from .retargeting import reschedule_clock, retarget_clock
from .satisfying import satisfy_clock
from .starting import start_clock, start_first_clocks, start_follow_up

__all__ = [
    "cancel_clock",
    "merge_clocks",
    "pause_clock",
    "reschedule_clock",
    "resume_clock",
    "retarget_clock",
    "satisfy_clock",
    "start_clock",
    "start_first_clocks",
    "start_follow_up",
    "unmerge_clocks",
]
