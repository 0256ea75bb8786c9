"""Every verb of rapid response."""

from .acknowledging import acknowledge_line
from .asking_silent import note_contact
from .gathering import note_guest, note_guest_left
from .handing_over import withdraw_handover, write_handover
from .joining import add_case, release_case, widen_engagement
from .planning import Step, add_step, revise_step, tick_step
from .promising import give_update, move_update
from .requesting import engage, request_rapid_response, retime_request, settle_request
from .serving import lay_down_role, take_role
from .standing_down import stand_down, stand_down_engagement
from .summarizing import prepare_replies, revise_summary

__all__ = [
    "Step",
    "acknowledge_line",
    "add_case",
    "add_step",
    "engage",
    "give_update",
    "lay_down_role",
    "move_update",
    "note_contact",
    "note_guest",
    "note_guest_left",
    "prepare_replies",
    "release_case",
    "request_rapid_response",
    "retime_request",
    "revise_step",
    "revise_summary",
    "settle_request",
    "stand_down",
    "stand_down_engagement",
    "take_role",
    "tick_step",
    "widen_engagement",
    "withdraw_handover",
    "write_handover",
]
