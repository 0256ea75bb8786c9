"""Who owns a case. Every hand-over of an unowned case is one compare-and-set, so that of a hundred claims one wins."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, update

from ...people.actions import give_notice
from ...people.models import Person, Tone
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session, nothing_to_record
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CaseAssigned, CaseClaimed, CaseUnassigned
from ..models import Case
from . import timing


async def assign_case(db: Session, case: Case, owner: Person, *, by: Actor) -> None:
    """To oneself anybody who works cases, to others a lead, or the owner who hands it over."""
    allow(by, "work_cases")
    if by.id not in (owner.id, case.owner_id, None):
        allow(by, "assign_others")
    if case.owner_id == owner.id:
        return
    await _refuse_unable(db, case, owner)
    was = await db.get(Person, case.owner_id) if case.owner_id else None
    case.owner_id, case.assigned_at, case.changed_at = owner.id, now(), now()
    case.heard_at = now() if by.id == owner.id else None
    await note_assignment(db, case, owner, by=by, was=was)
    await timing.stay_awake(db, case, by=by)


async def claim_case(db: Session, case: Case, *, by: Person) -> None:
    """What somebody else has claimed meanwhile is refused, with their name."""
    allow(by, "work_cases")
    if case.owner_id == by.id:
        return
    await _refuse_unable(db, case, by)
    if await take(db, case, by.id, heard_at=now()):
        await record(db, CaseClaimed(owner_id=by.id, owner=by.name), on=case, by=by, topics=(f"owner/{by.id}",))
        await timing.stay_awake(db, case, by=by)
    elif case.owner_id != by.id:
        raise Refused(_taken(case, await db.get_one(Person, case.owner_id) if case.owner_id else None))


async def unassign_case(db: Session, case: Case, reason: str, *, by: Actor) -> None:
    """Back to its queue with its age and clocks as they are."""
    allow(by, "work_cases")
    if by.id not in (case.owner_id, None):
        allow(by, "assign_others")
    if case.owner_id is None:
        return
    was = await db.get_one(Person, case.owner_id)
    lay_down(case, now())
    event = CaseUnassigned(was=was.name, reason=reason, owner_id=was.id)
    await record(db, event, on=case, by=by, topics=(f"owner/{was.id}",))
    await timing.stay_awake(db, case, by=by)


async def take(db: Session, case: Case, person_id: int, *, heard_at: datetime | None = None) -> bool:
    """The compare-and-set: the case is theirs if nobody owned it at that very moment. `case` is as it then stands."""
    await db.flush()
    free = (col(Case.id) == case.id, col(Case.owner_id).is_(None), col(Case.closed_at).is_(None))
    theirs = {"owner_id": person_id, "assigned_at": now(), "heard_at": heard_at, "changed_at": now()}
    query = update(Case).where(*free).values(**theirs, version=col(Case.version) + 1).returning(col(Case.id))
    taken = (await db.execute(query, execution_options={"synchronize_session": False})).first()
    await db.refresh(case)
    if taken is None:
        nothing_to_record(db, "somebody else was first, so nothing was written")
    return taken is not None


def lay_down(case: Case, at: datetime) -> None:
    """Nobody's, and in its queue since now. How old it is does not change."""
    case.owner_id, case.assigned_at, case.heard_at = None, None, None
    case.queued_at, case.changed_at, case.alerts = at, at, 0


async def note_assignment(
    db: Session, case: Case, owner: Person, *, by: Actor, was: Person | None = None, why: str = ""
) -> None:
    """The event, and a notice to the new owner unless it was they themselves."""
    event = CaseAssigned(owner_id=owner.id, owner=owner.name, was=was.name if was else None)
    topics = (f"owner/{owner.id}", *((f"owner/{was.id}",) if was else ()))
    await record(db, event, on=case, by=by, topics=topics)
    if by.id != owner.id:
        await tell(db, [owner], case, f"{case.ref} is yours: {case.title}." + (f" {why}" if why else ""), "assigned")


async def tell(
    db: Session, people: Iterable[Person], case: Case, text: str, occasion: str, tone: Tone = "info"
) -> None:
    """Once for each time the case comes to somebody or to its queue."""
    since = case.assigned_at or case.queued_at
    key = f"{occasion}/{case.ref}/{since:%Y%m%dT%H%M%S%f}"
    await give_notice(db, people, about=case, page=f"/cases/{case.ref}", text=text, key=key, tone=tone)


def _taken(case: Case, owner: Person | None) -> str:
    if owner is None:
        return f"{case.ref} is closed. Reopen it first."
    return f"{owner.name} already owns {case.ref}. Ask them, or a duty lead, to hand it over."


async def _refuse_unable(db: Session, case: Case, owner: Person) -> None:
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")
    if owner.disabled_at is not None or not owner.may("work_cases"):
        raise Refused(f"{owner.name} does not work on cases. Choose a support engineer.")
    if case.boundary not in await open_boundaries(db, owner):
        raise NotAllowed(f"{owner.name} is not cleared for {case.boundary}. Choose somebody who is.")
