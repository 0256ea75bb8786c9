"""Several workers, many things at once, whatever comes: the promises about ownership hold after every round."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

import asyncpg
import pytest
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import col, select

from escalations.cases.actions import NewCase, close_case, open_case, transfer_case, unassign_case, wait_for
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.customers.models import Customer
from escalations.people.actions import grant_clearance, revoke_clearance, set_presence
from escalations.people.models import Clearance, Person, Specialty
from escalations.people.queries import clearances_of, person_for
from escalations.platform.db import nothing_to_record
from escalations.platform.errors import NotFound, Refused, Stale
from escalations.platform.events import SYSTEM
from escalations.platform.time import now
from tests.builders import STORY, a_customer
from tests.cases.crew import BOUNDARIES, in_hand, stands, sweep, told_on
from tests.cast import FAMILIES, Cast
from tests.support import as_person, as_system, run_jobs

ROUNDS, AT_ONCE = 8, 8
WORLDS = ("public", "usgov")


class Floor:
    """Six engineers with little room, two boundaries, and one random source of trouble."""

    def __init__(self, cast: Cast, random: Random) -> None:
        self.cast, self.random = cast, random
        self.crew: list[Person] = []
        self.customers: dict[str, Customer] = {}

    async def set_up(self) -> None:
        for person in (self.cast.ada, self.cast.ben, self.cast.rex, self.cast.dora):
            await stands(person, presence="offline")
        self.customers = {"public": await a_customer(), "usgov": await a_customer("usgov", "County Court")}
        async with as_system() as db:
            nothing_to_record(db, "the stage is set before the play")
            self.crew = [_engineer(number, self.random) for number in range(6)]
            db.add_all(self.crew)
            await db.flush()
            for person in self.crew:
                db.add_all(Specialty(person_id=person.id, family=family, level=3) for family in FAMILIES)
                db.add_all(_clearance(person, boundary) for boundary in WORLDS)

    async def some_case(self) -> Case | None:
        async with as_system(*BOUNDARIES) as db:
            found = list((await db.exec(select(Case).where(col(Case.closed_at).is_(None)))).all())
        return self.random.choice(found) if found else None

    async def opens(self) -> None:
        boundary = self.random.choice(WORLDS)
        new = NewCase(
            customer_id=self.customers[boundary].id, title="Share cannot be mounted", description=STORY, claimed=self.random.choice("ABC")
        )  # fmt: skip
        async with as_system(boundary) as db:
            await open_case(db, new, by=SYSTEM)

    async def comes_or_goes(self) -> None:
        person = self.random.choice(self.crew)
        async with as_person(person) as db:
            presence = self.random.choice(["available", "busy", "offline", "away"])
            await set_presence(db, await person_for(db, person.ref), presence, by=person)

    async def clears(self) -> None:
        person, boundary = self.random.choice(self.crew), self.random.choice(WORLDS)
        async with as_person(self.cast.adam) as db:
            open_ones = [one for one in (await clearances_of(db, [person.id]))[person.id] if one.is_open(now())]
            mine = next((one for one in open_ones if one.boundary == boundary), None)
            if mine is not None:
                await revoke_clearance(db, mine, by=self.cast.adam)
            else:
                until = now() + timedelta(days=9)
                await grant_clearance(
                    db, await person_for(db, person.ref), boundary, until, "screened", by=self.cast.adam
                )

    async def _on(self, verb: Callable[..., Awaitable[object]]) -> None:
        if case := await self.some_case():
            async with as_person(self.cast.dora) as db:
                await verb(db, await case_for(db, self.cast.dora, case.ref, lock=True))

    async def closes(self) -> None:
        await self._on(lambda db, case: close_case(db, case, "fixed", "It was mended.", by=self.cast.dora))

    async def lays_down(self) -> None:
        await self._on(lambda db, case: unassign_case(db, case, "somebody else should", by=self.cast.dora))

    async def waits(self) -> None:
        until = now() + timedelta(hours=3)
        await self._on(lambda db, case: wait_for(db, case, "customer", "Please send it.", until, by=self.cast.dora))

    async def transfers(self) -> None:
        queue = self.random.choice(["networking", "storage", "identity"])
        await self._on(lambda db, case: transfer_case(db, case, queue, "finding", "It is theirs.", by=self.cast.dora))

    async def sweeps(self) -> None:
        await sweep(self.random.choice(WORLDS))

    async def round(self) -> None:
        usual = [self.opens] * 4 + [self.sweeps] * 4 + [self.comes_or_goes] * 3 + [self.closes] * 2
        rare = [self.clears, self.lays_down, self.waits, self.transfers]
        await asyncio.gather(*(_tried(self.random.choice(usual + rare)) for _ in range(AT_ONCE)))


async def _tried(act: Callable[[], Awaitable[None]]) -> None:
    """To be refused is fine; to be deadlocked is not."""
    try:
        await act()
    except (Refused, Stale, StaleDataError, NotFound):
        return


def _engineer(number: int, random: Random) -> Person:
    return Person(
        name=f"Engineer {number}", email=f"e{number}@support.example", role="support_engineer", time_zone="UTC", languages=["en"],
        presence=random.choice(["available", "offline"]), capacity=random.randint(2, 7), shift_start=0, shift_end=0, shift_days=[1, 2, 3, 4, 5, 6, 7],
    )  # fmt: skip


def _clearance(person: Person, boundary: str) -> Clearance:
    since = now() - timedelta(days=1)
    return Clearance(
        boundary=boundary, person_id=person.id, granted_at=since, expires_at=now() + timedelta(days=9), evidence="on file"
    )  # fmt: skip


async def _nobody_has_too_much(floor: Floor) -> None:
    held = await in_hand()
    assert {one.name: held[one.id] for one in floor.crew if held.get(one.id, 0) > one.capacity} == {}


async def _every_owner_may_see_it(admin: asyncpg.Connection) -> None:
    query = """SELECT c.id FROM support_case c WHERE c.closed_at IS NULL AND c.owner_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM clearance k WHERE k.person_id = c.owner_id AND k.boundary = c.boundary AND k.expires_at > now()
        AND (k.revoked_at IS NULL OR k.revoked_at > now()))"""
    assert await admin.fetch(query) == []


async def _nothing_is_given_twice() -> None:
    """Between two owners a case was nobody's, and said so."""
    async with as_system(*BOUNDARIES) as db:
        cases = list((await db.exec(select(Case))).all())
    for case in cases:
        owned = False
        for row in await told_on(case):
            if row.action == "CaseAssigned":
                assert not owned, f"{case.ref} was given to two people"
                owned = True
            elif row.action in ("CaseUnassigned", "CaseTransferred"):
                owned = False


@pytest.mark.parametrize("seed", [11, 23])
async def test_whatever_happens_ownership_stays_sound(cast: Cast, admin: asyncpg.Connection, seed: int) -> None:
    floor = Floor(cast, Random(seed))
    await floor.set_up()
    for _ in range(ROUNDS):
        await floor.round()
        await _nobody_has_too_much(floor)
        assert await admin.fetch("SELECT * FROM dead_end_case") == []
    await run_jobs()
    for person in floor.crew[:3]:
        await stands(person, presence="available")
    for boundary in WORLDS * 2:
        await sweep(boundary)
    await _every_owner_may_see_it(admin)
    await _nobody_has_too_much(floor)
    await _nothing_is_given_twice()
    assert (
        await admin.fetchval(
            "SELECT count(*) FROM routing_decision WHERE trigger <> 'opened' AND assignee_id IS NOT NULL"
        )
        > 0
    )
    assert [await sweep(boundary) for boundary in WORLDS] == [0, 0], "what could be given out is given out"
