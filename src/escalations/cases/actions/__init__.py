"""Every verb on a case."""

from .answering import add_customer_message, add_note, reply_to_customer
from .assessing import Facts, change_severity, correct_facts
from .assigning import assign_case, claim_case, unassign_case
from .attaching import attach_file
from .closing import close_case, reopen_case
from .drafting import DraftedElsewhere, drop_draft, save_draft
from .following_up import follow_up_on
from .gating import HeldByGate
from .linking import link_cases, unlink_cases
from .opening import NewCase, open_case
from .preparing import prepare_reply, withdraw_prepared_reply
from .promising import withdraw_promise
from .swarming import answer_swarm, end_swarm, start_swarm
from .transferring import transfer_case
from .waiting import change_turn, resume_case, snooze_case, wait_for

__all__ = [
    "DraftedElsewhere",
    "Facts",
    "HeldByGate",
    "NewCase",
    "add_customer_message",
    "add_note",
    "answer_swarm",
    "assign_case",
    "attach_file",
    "change_severity",
    "change_turn",
    "claim_case",
    "close_case",
    "correct_facts",
    "drop_draft",
    "end_swarm",
    "follow_up_on",
    "link_cases",
    "open_case",
    "prepare_reply",
    "reopen_case",
    "reply_to_customer",
    "resume_case",
    "save_draft",
    "snooze_case",
    "start_swarm",
    "transfer_case",
    "unassign_case",
    "unlink_cases",
    "wait_for",
    "withdraw_prepared_reply",
    "withdraw_promise",
]
