"""Who owns a case. One compare-and-set each, so that of a hundred claims one wins."""

from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
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
    _hand_over(case, owner)
    await record(
        db,
        CaseAssigned(owner_id=owner.id, owner=owner.name, was=was.name if was else None),
        on=case,
        by=by,
        topics=(f"owner/{owner.id}",),
    )
    await timing.stay_awake(db, case, by=by)


async def claim_case(db: Session, case: Case, *, by: Person) -> None:
    """The case must have been loaded with `lock=True`: a claim of what somebody else just claimed is refused."""
    allow(by, "work_cases")
    if case.owner_id == by.id:
        return
    if case.owner_id is not None:
        owner = await db.get_one(Person, case.owner_id)
        raise Refused(f"{owner.name} already owns {case.ref}. Ask them, or a duty lead, to hand it over.")
    await _refuse_unable(db, case, by)
    _hand_over(case, by)
    await record(db, CaseClaimed(owner_id=by.id, owner=by.name), on=case, by=by, topics=(f"owner/{by.id}",))
    await timing.stay_awake(db, case, by=by)


async def unassign_case(db: Session, case: Case, reason: str, *, by: Actor) -> None:
    """Back to its queue with its age and clocks as they are."""
    allow(by, "work_cases")
    if by.id not in (case.owner_id, None):
        allow(by, "assign_others")
    if case.owner_id is None:
        return
    was = await db.get_one(Person, case.owner_id)
    case.owner_id, case.assigned_at, case.changed_at = None, None, now()
    await record(db, CaseUnassigned(was=was.name, reason=reason), on=case, by=by, topics=(f"owner/{was.id}",))
    await timing.stay_awake(db, case, by=by)


def _hand_over(case: Case, owner: Person) -> None:
    case.owner_id, case.assigned_at, case.changed_at = owner.id, now(), now()


async def _refuse_unable(db: Session, case: Case, owner: Person) -> None:
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")
    if owner.disabled_at is not None or not owner.may("work_cases"):
        raise Refused(f"{owner.name} does not work on cases. Choose a support engineer.")
    if case.boundary not in await open_boundaries(db, owner):
        raise NotAllowed(f"{owner.name} is not cleared for {case.boundary}. Choose somebody who is.")
