"""Who is there, what they have in hand, and what a sweep makes of it."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from escalations.cases.actions import unassign_case
from escalations.cases.models import Case, RoutingDecision
from escalations.cases.queries import case_for
from escalations.cases.sweeps import tend_queues
from escalations.people.actions import set_presence
from escalations.people.models import Notice, Person
from escalations.people.queries import person_for
from escalations.platform.db import nothing_to_record
from escalations.platform.events import EventRow
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system, run_jobs

BOUNDARIES = ("public", "usgov", "germany", "france", "singapore")
UNITS = {"A": 3, "B": 2, "C": 1}


async def stands(person: Person, **columns: Any) -> None:
    """How they stand in the roster, without a word to anybody."""
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        row = await person_for(db, person.ref)
        for name, value in columns.items():
            setattr(row, name, value)


async def nobody_is_there(cast: Cast) -> None:
    for person in (cast.ada, cast.ben, cast.rex, cast.dora, cast.cleo):
        await stands(person, presence="offline")


async def comes_back(person: Person, *, jobs: bool = True) -> None:
    async with as_person(person) as db:
        await set_presence(db, await person_for(db, person.ref), "available", by=person)
    if jobs:
        await run_jobs()


async def goes_away(person: Person) -> None:
    async with as_person(person) as db:
        await set_presence(db, await person_for(db, person.ref), "offline", by=person)
    await run_jobs()


async def sweep(boundary: str = "public", at: datetime | None = None) -> int:
    async with as_system(boundary) as db:
        return await tend_queues(db, at or now())


async def as_it_stands(case: Case) -> Case:
    async with as_system(*BOUNDARIES) as db:
        return (await db.exec(select(Case).where(Case.id == case.id))).one()


async def owner_of(case: Case) -> int | None:
    return (await as_it_stands(case)).owner_id


async def unowned(cast: Cast, **told: Any) -> Case:
    """In its queue, laid down by hand."""
    opened = await a_case(cast.ada, **told)
    async with as_person(cast.dora) as db:
        await unassign_case(db, await case_for(db, cast.dora, opened.ref, lock=True), "to be claimed", by=cast.dora)
    return opened


async def owned(cast: Cast, owner: Person, **told: Any) -> Case:
    """By routing itself: the others were away when it came."""
    others = [one for one in (cast.ada, cast.ben, cast.dora) if one.id != owner.id]
    for one in others:
        await stands(one, presence="away")
    case = await a_case(cast.dora, **told)
    for one in others:
        await stands(one, presence="available")
    assert case.owner_id == owner.id
    return case


async def told_on(case: Case) -> list[EventRow]:
    """Oldest first."""
    async with as_system(*BOUNDARIES) as db:
        return list(reversed(await trail_of(db, case.subject)))


async def actions_on(case: Case) -> list[str]:
    return [row.action for row in await told_on(case)]


async def notices_to(person: Person) -> list[str]:
    async with as_system(*BOUNDARIES) as db:
        rows = (await db.exec(select(Notice).where(Notice.person_id == person.id).order_by(col(Notice.id)))).all()
        return [row.text for row in rows]


async def decisions(case: Case) -> list[RoutingDecision]:
    async with as_system(*BOUNDARIES) as db:
        query = select(RoutingDecision).where(RoutingDecision.case_id == case.id)
        return list((await db.exec(query.order_by(col(RoutingDecision.id)))).all())


async def in_hand() -> dict[int, int]:
    """Units that everybody has in hand, as the database has them, over all boundaries."""
    async with as_system(*BOUNDARIES) as db:
        ours = (col(Case.owner_id).is_not(None), col(Case.turn).in_(("us", "close_the_loop")))
        query = select(Case).where(col(Case.closed_at).is_(None), *ours)
        held: dict[int, int] = {}
        for case in (await db.exec(query)).all():
            held[case.owner_id or 0] = held.get(case.owner_id or 0, 0) + UNITS[case.severity]
        return held
