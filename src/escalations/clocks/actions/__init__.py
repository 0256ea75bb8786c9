"""Everything that can be done to a clock."""

from .answering import answer_clocks
from .cancelling import cancel_clock
from .merging import merge_clocks
from .moving import Move, events_of, tell_moves, write_moves
from .pausing import pause_clock, resume_clock
from .retargeting import reschedule_clock, retarget_clock
from .satisfying import satisfy_clock
from .starting import begin_first_clocks, belong_to, start_clock, start_clocks_of_many, start_follow_up
from .unmerging import give_back_clocks, unmerge_clocks

__all__ = [
    "Move",
    "answer_clocks",
    "begin_first_clocks",
    "belong_to",
    "cancel_clock",
    "events_of",
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
    "tell_moves",
    "unmerge_clocks",
    "write_moves",
]
