"""What everybody on the stage shares: who there is, what time it is, and how somebody acts."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import asyncpg

from bench.day.people import Staff
from escalations.customers.models import Customer
from escalations.people.models import Person
from escalations.platform.db import Scope, Session, transaction
from escalations.platform.errors import Refused
from escalations.platform.jobs import _handlers
from escalations.platform.time import time_at

BEGINS = datetime(2026, 11, 17, 22, tzinfo=UTC)
"""A Tuesday evening in UTC: the morning of Wednesday where the first shift begins."""
HOURS = 24
STEP = timedelta(minutes=20)
ENDS = BEGINS + timedelta(hours=HOURS)
CASES, ESCALATIONS, SEED = 400, 60, 18
_TAKE = """DELETE FROM pgqueuer WHERE id = (SELECT id FROM pgqueuer WHERE status = 'queued' ORDER BY id LIMIT 1)
RETURNING entrypoint, payload"""


@dataclass
class Day:
    """`admin` sees past row-level security. `at` moves on a little with everything that somebody does."""

    admin: asyncpg.Connection
    staff: Staff
    customers: list[Customer]
    random: Random = field(default_factory=lambda: Random(SEED))
    at: datetime = BEGINS
    refused: Counter[str] = field(default_factory=Counter)
    jobs: int = 0
    gone: set[int] = field(default_factory=set)
    """Who was disabled in the course of the day."""

    @asynccontextmanager
    async def acting(self, person: Person) -> AsyncIterator[Session]:
        """One transaction of somebody's. What is refused in words is counted and changes nothing."""
        self.at += timedelta(seconds=1)
        try:
            with time_at(self.at):
                async with transaction(Scope.person(person.id)) as db:
                    yield db
        except Refused as refused:
            self.refused[str(refused)] += 1

    @asynccontextmanager
    async def by_itself(self, boundary: str) -> AsyncIterator[Session]:
        self.at += timedelta(seconds=1)
        with time_at(self.at):
            async with transaction(Scope.system(boundary)) as db:
                yield db

    async def run_jobs(self) -> None:
        """All that waits, in order, as the worker does. What fails ends the day."""
        while row := await self.admin.fetchrow(_TAKE):
            with time_at(self.at):
                await _handlers[row["entrypoint"]](json.loads(row["payload"] or b"{}"))
            self.jobs += 1

    def still(self, people: list[Person]) -> list[Person]:
        return [person for person in people if person.id not in self.gone]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def fate(self, number: int, what: str) -> float:
        """Between 0 and 1, the same for the same thing however the day goes."""
        return Random(f"{SEED}/{what}/{number}").random()
