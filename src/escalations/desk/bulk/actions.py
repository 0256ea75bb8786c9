"""One verb on many cases, each by its own verb; looked at, done in steps, and taken back."""

from collections.abc import Sequence

from pydantic import BaseModel

from ...cases.queries import case_with_id
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session, nothing_to_record
from ...platform.errors import NotFound, Refused
from ...platform.events import record
from ...platform.savepoints import part_of, refreshed
from ...platform.time import now
from .choosing import MOST, Chosen
from .events import BulkTakenBack, DoneInBulk
from .models import Bulk, BulkCase
from .queries import cases_of_bulk
from .trying import WORDS, Tried, try_on
from .verbs import ACTIONS, Action

STEP = 50
"""Cases in one transaction."""


async def preview_bulk(
    db: Session, cases: Sequence[Chosen], action: Action, asked: BaseModel, *, by: Person
) -> list[Tried]:
    """Done and taken back at once, case by case: what is told is what would be, and nothing is written."""
    allow(by, "work_cases")
    return [await try_on(db, one, action, asked, by, keep=False, seen=False) for one in cases]


async def begin_bulk(db: Session, count: int, action: Action, *, by: Person) -> Bulk:
    allow(by, "work_cases")
    if not 0 < count <= MOST:
        raise Refused(f"Choose between 1 and {MOST} cases.")
    bulk = Bulk(boundary="everywhere", person_id=by.id, action=action.name, chosen=count, at=now())
    db.add(bulk)
    nothing_to_record(db, "what is done is told on each case; where nothing is, nothing happened")
    await db.flush()
    return bulk


async def do_step(db: Session, bulk: Bulk, cases: Sequence[Chosen], asked: BaseModel, *, by: Person) -> list[Tried]:
    """What was tried before in this bulk is not tried again. One that is refused or changed holds up none of the others."""
    allow(by, "work_cases")
    if bulk.undone_at is not None:
        raise Refused(f"{bulk.ref} was taken back. Choose the cases again.")
    nothing_to_record(db, "what is done is told on each case; where nothing is, nothing happened")
    known = {row.case_id for row in await cases_of_bulk(db, bulk)}
    action = ACTIONS[bulk.action]
    todo = [one for one in cases if one.case_id not in known][:STEP]
    tried = [await try_on(db, one, action, asked, by, keep=True) for one in todo]
    for one in tried:
        if one.case is not None:
            await _note(db, bulk, one, by)
    await db.flush()
    return tried


async def _note(db: Session, bulk: Bulk, tried: Tried, by: Person) -> None:
    case = tried.case
    assert case is not None
    db.add(
        BulkCase(boundary=case.boundary, bulk_id=bulk.id, case_id=int(tried.ref[2:]), outcome=tried.outcome, why=tried.why, before=tried.before)
    )  # fmt: skip
    if tried.outcome == "done":
        await record(db, DoneInBulk(bulk=bulk.ref, action=bulk.action, chosen=bulk.chosen), on=case, by=by)


async def undo_bulk(db: Session, bulk: Bulk, *, by: Person) -> list[BulkCase]:
    """Each case by the verb that undoes. One that is no longer what the bulk made of it stays, and says why."""
    allow(by, "work_cases")
    action = ACTIONS[bulk.action]
    if action.undoes is None:
        raise Refused(f"A {action.words.lower()} cannot be taken back.")
    if bulk.undone_at is not None:
        return []
    rows = [row for row in await cases_of_bulk(db, bulk) if row.outcome == "done"]
    for row in rows:
        await _undo_one(db, bulk, row, action, by)
    bulk.undone_at = now()
    nothing_to_record(db, "what is taken back is told on each case")
    await db.flush()
    return rows


async def _undo_one(db: Session, bulk: Bulk, row: BulkCase, action: Action, by: Person) -> None:
    case = await case_with_id(db, row.case_id, lock=True)
    assert action.undoes is not None
    try:
        if case is None:
            raise NotFound("It is no longer yours to see.")
        async with part_of(db):
            await action.undoes(db, case, row.before, by, f"{bulk.ref} was taken back")
            await record(db, BulkTakenBack(bulk=bulk.ref, action=bulk.action), on=case, by=by)
        row.undone = "undone"
    except WORDS as kept:
        await refreshed(db, case, by)
        row.undone, row.undone_why = "kept", str(kept)
