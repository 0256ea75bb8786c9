"""A pack is written for the next shift. Nothing moves by it: each case waits for its receiver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...people.actions import give_notice
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...people.shifts import shift_window
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import HandoverWithdrawn, HandoverWritten
from ..models import Handover, HandoverLine
from ..queries.handovers import standing_lines
from ..queries.packs import Draft, draft_pack
from ..weights import weights

SOON = timedelta(hours=4)


@dataclass(frozen=True)
class Said:
    """What only the giver can say of a case."""

    next_action: str
    hypothesis: str = ""


async def write_handover(
    db: Session, giver: Person, receiver: Person, boundary: str, said: dict[int, Said], note: str = "", *, by: Actor
) -> Handover:
    """Of all cases that the giver owns or whose engagement they lead, in one boundary. Each needs its next action."""
    allow(by, "work_cases")
    await _refuse_unable(db, giver, receiver, boundary)
    draft = await draft_pack(db, giver, boundary)
    if not draft.lines:
        raise Refused(f"{giver.name} has no open case in {boundary} to hand over.")
    silent = [
        line.case.ref for line in draft.lines if not (one := said.get(line.case.id)) or not one.next_action.strip()
    ]
    if silent:
        raise Refused(f"Say the next action for {', '.join(silent[:5])}.")
    await _lapse(await standing_lines(db, [line.case.id for line in draft.lines]))
    await db.flush()
    handover = Handover(
        boundary=boundary, giver_id=giver.id, receiver_id=receiver.id, since=draft.since, written_at=now(), note=note.strip()
    )  # fmt: skip
    db.add(handover)
    await db.flush()
    db.add_all(_lines(handover, receiver, draft, said))
    event = HandoverWritten(receiver_id=receiver.id, receiver=receiver.name, cases=len(draft.lines))
    await record(db, event, on=handover, by=by)
    await db.flush()
    text = f"{giver.name} leaves you {len(draft.lines)} cases in {handover.ref}. Acknowledge each of them."
    await give_notice(
        db, [receiver], about=handover, page=handover.url, text=text, key=f"handover/{handover.id}", tone="warn"
    )
    return handover


async def withdraw_handover(db: Session, handover: Handover, *, by: Actor) -> None:
    """What was acknowledged stays where it is."""
    allow(by, "work_cases")
    if by.id not in (handover.giver_id, None):
        allow(by, "assign_others")
    if handover.withdrawn_at is not None:
        return
    lines = await standing_lines(db, handover_id=handover.id)
    await _lapse(lines)
    handover.withdrawn_at = now()
    await record(db, HandoverWithdrawn(cases=len(lines)), on=handover, by=by)
    await db.flush()


def _lines(handover: Handover, receiver: Person, draft: Draft, said: dict[int, Said]) -> list[HandoverLine]:
    page_at = _begins(receiver, handover.written_at) + timedelta(minutes=weights().handover.page_after)
    return [
        HandoverLine(
            boundary=handover.boundary, handover_id=handover.id, case_id=line.case.id, engagement_id=line.engagement_id,
            severity=line.case.severity, next_action=said[line.case.id].next_action.strip(),
            hypothesis=said[line.case.id].hypothesis.strip(), told=line.told, page_at=page_at,
        )
        for line in draft.lines
    ]  # fmt: skip


def _begins(receiver: Person, at: datetime) -> datetime:
    """The receiver's shift may begin a little later than the pack is written."""
    window = shift_window(receiver, at)
    return max(at, window[0]) if window and window[0] - at <= SOON else at


async def _lapse(lines: Sequence[HandoverLine]) -> None:
    for line in lines:
        line.page_at, line.lapsed_at = None, now()


async def _refuse_unable(db: Session, giver: Person, receiver: Person, boundary: str) -> None:
    if receiver.id == giver.id:
        raise Refused("A hand-over needs somebody else. Choose whose shift comes next.")
    if receiver.disabled_at is not None or not receiver.may("work_cases"):
        raise Refused(f"{receiver.name} does not work on cases. Choose somebody who does.")
    if boundary not in await open_boundaries(db, receiver):
        raise NotAllowed(f"{receiver.name} is not cleared for {boundary}. Choose somebody who is.")
