"""Every verb on a case."""

from .addressing import take_customer_message
from .answering import add_customer_message, add_note, reply_to_customer
from .assessing import Facts, correct_facts
from .assigning import assign_case, claim_case, unassign_case
from .attaching import attach_file
from .closing import close_case, reopen_case
from .drafting import DraftedElsewhere, drop_draft, save_draft
from .following_up import follow_up_on
from .gating import HeldByGate
from .linking import link_cases, unlink_cases
from .merging import merge_cases, unmerge_case
from .opening import NewCase, open_case
from .preparing import prepare_reply, withdraw_prepared_reply
from .promising import withdraw_promise
from .repeating import said_before
from .severity import change_severity, name_always_contact
from .splitting import SplitOff, split_case, take_back_split
from .swarming import answer_swarm, end_swarm, start_swarm
from .transferring import transfer_case
from .visiting import leave_case, stay_at_case
from .waiting import change_turn, resume_case, snooze_case, wait_for

__all__ = [
    "DraftedElsewhere",
    "Facts",
    "HeldByGate",
    "NewCase",
    "SplitOff",
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
    "leave_case",
    "link_cases",
    "merge_cases",
    "name_always_contact",
    "open_case",
    "prepare_reply",
    "reopen_case",
    "reply_to_customer",
    "resume_case",
    "said_before",
    "save_draft",
    "snooze_case",
    "split_case",
    "start_swarm",
    "stay_at_case",
    "take_back_split",
    "take_customer_message",
    "transfer_case",
    "unassign_case",
    "unlink_cases",
    "unmerge_case",
    "wait_for",
    "withdraw_prepared_reply",
    "withdraw_promise",
]
