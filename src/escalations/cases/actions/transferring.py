"""A case goes to another team's queue, a limited number of times. Each time says what told them, so that a rule can learn it."""

from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ...routing.rule_files import rule_set
from ..events import CaseTransferred
from ..models import TOLD_BY, Case, CaseTransfer
from ..queries.ownership import transfers_of
from ..queries.swarms import queue_name, swarm_of
from . import timing
from .answering import add_note
from .assigning import lay_down
from .draining import drain_case
from .proposing import propose_from

SWARM_INSTEAD = "Bring both teams together instead: start a swarm."


async def transfer_case(
    db: Session, case: Case, to_queue: str, told_by: str, words: str, *, by: Actor
) -> Person | None:
    """Whoever takes it in the new queue, or None. Its age and clocks are as they were; its owner lays it down."""
    allow(by, "work_cases")
    if to_queue not in catalogue().queues or told_by not in TOLD_BY:
        raise Refused("Choose one of the queues, and what told you that it is theirs.")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")
    if case.queue == to_queue:
        return None
    if case.owner_id is not None and by.id not in (case.owner_id, None):
        allow(by, "assign_others")
    await _refuse_sent_round(db, case)
    await send_on(db, case, to_queue, told_by, words, by=by)
    owner = await drain_case(db, case, now(), "transferred")
    await timing.stay_awake(db, case, by=by)
    return owner


async def send_on(db: Session, case: Case, to_queue: str, told_by: str, words: str, *, by: Actor) -> None:
    """The move itself. What was said is a note, since the next person should read it, and a proposal for the rules."""
    transfer = CaseTransfer(
        boundary=case.boundary, case_id=case.id, from_queue=case.queue, to_queue=to_queue, owner_id=case.owner_id, told_by=told_by,
        words=words, at=now(), author_id=by.id,
    )  # fmt: skip
    db.add(transfer)
    lay_down(case, transfer.at)
    case.queue, case.transfers = to_queue, case.transfers + 1
    await db.flush()
    event = CaseTransferred(
        transfer_id=transfer.id, from_queue=transfer.from_queue, to_queue=to_queue, told_by=told_by, owner_id=transfer.owner_id
    )  # fmt: skip
    await record(db, event, on=case, by=by, topics=(f"owner/{transfer.owner_id}",) if transfer.owner_id else ())
    note = f"**Transferred to {queue_name(to_queue)}.** {TOLD_BY[told_by]}: {words}"
    await add_note(db, case, note, by=by)
    await propose_from(db, case, transfer)


def may_be_sent_on(case: Case) -> bool:
    return case.transfers < rule_set().assignment.transfers_before_brake


def path_in_words(transfers: list[CaseTransfer]) -> str:
    """`Web apps → Networking → Web apps`"""
    stops = [transfers[0].from_queue, *(transfer.to_queue for transfer in transfers)] if transfers else []
    return " → ".join(map(queue_name, stops))


async def _refuse_sent_round(db: Session, case: Case) -> None:
    if await swarm_of(db, case):
        raise Refused(f"A swarm is on for {case.ref}. End it and say there whose it is.")
    if not may_be_sent_on(case):
        path = path_in_words(await transfers_of(db, case))
        raise Refused(f"{case.ref} was already transferred {case.transfers} times ({path}). {SWARM_INSTEAD}")
