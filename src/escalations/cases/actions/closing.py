"""The end of a case, and its second beginning."""

from datetime import timedelta

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now, spell
from ..events import CaseClosed, CaseReopened
from ..models import RESOLUTIONS, Case, CaseClosure
from ..queries import closure_of, open_children_of, wait_of
from . import timing
from .swarming import end_with_case

REOPEN_WITHIN = timedelta(days=14)


def may_be_reopened(closure: CaseClosure) -> bool:
    return now() - closure.at <= REOPEN_WITHIN


async def close_case(db: Session, case: Case, resolution: str, note: str, *, by: Actor) -> CaseClosure:
    """Refused while parts of it are open. Closing what is closed with the same words is fine and records nothing."""
    allow(by, "work_cases")
    if resolution not in RESOLUTIONS:
        raise Refused("Choose one of the resolutions.")
    existing = await closure_of(db, case)
    if existing is not None:
        if (existing.resolution, existing.note.strip()) != (resolution, note.strip()):
            raise Refused(
                f"{case.ref} is already closed as “{RESOLUTIONS[existing.resolution]}”: {existing.note} Reopen it to close it otherwise."
            )
        return existing
    if children := await open_children_of(db, case):
        raise Refused(
            f"{len(children)} case(s) that are part of this one are still open: {', '.join(f'C-{child}' for child in children[:5])}. Close or unlink them first."
        )
    closure = CaseClosure(
        boundary=case.boundary, case_id=case.id, resolution=resolution, note=note, at=now(), author_id=by.id
    )
    db.add(closure)
    if wait := await wait_of(db, case):
        await db.delete(wait)
    case.closed_at, case.changed_at, case.snoozed_until = closure.at, closure.at, None
    await record(db, CaseClosed(resolution=resolution), on=case, by=by)
    await end_with_case(db, case, by=by)
    await timing.stop_all(db, case, "the case was closed", by=by)
    return closure


async def reopen_case(db: Session, case: Case, reason: str, *, by: Actor) -> None:
    """Within two weeks. Its resolution runs on, so an old case would be late the moment it is opened again."""
    allow(by, "work_cases")
    closure = await closure_of(db, case)
    if closure is None:
        return
    if not may_be_reopened(closure):
        raise Refused(
            f"{case.ref} was closed {spell(now() - closure.at)} ago. What comes back after {REOPEN_WITHIN.days} days is a case of its own: open a follow-up case."
        )
    await db.delete(closure)
    case.closed_at, case.turn, case.changed_at = None, "us", now()
    await db.flush()
    await record(db, CaseReopened(reason=reason), on=case, by=by)
    await timing.begin_again(db, case, by=by)
