"""Everything that can be done to a clock."""

from .cancelling import cancel_clock
from .merging import merge_clocks
from .pausing import pause_clock, resume_clock
from .retargeting import reschedule_clock, retarget_clock
from .satisfying import satisfy_clock
from .starting import Begun, begin_first_clocks, start_clock, start_clocks_of_many, start_follow_up, write_first_clocks
from .unmerging import give_back_clocks, unmerge_clocks

__all__ = [
    "Begun",
    "begin_first_clocks",
    "cancel_clock",
    "give_back_clocks",
    "merge_clocks",
    "pause_clock",
    "reschedule_clock",
    "resume_clock",
    "retarget_clock",
    "satisfy_clock",
    "start_clock",
    "start_clocks_of_many",
    "start_follow_up",
    "unmerge_clocks",
    "write_first_clocks",
]
