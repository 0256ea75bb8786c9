"""The swarm on a case: which teams, who was asked, who leads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from ...catalog.loading import catalogue
from ...people.models import Person
from ...platform.db import Session
from ..models import Case, CaseSwarm, SwarmSeat


@dataclass(frozen=True)
class Seat:
    """Somebody asked to join for a team, or to lead: then `queue` is empty."""

    person_id: int
    name: str
    queue: str
    answer: str
    note: str

    @property
    def leads(self) -> bool:
        return not self.queue

    @property
    def stands(self) -> bool:
        return self.answer != "declined"

    @property
    def team(self) -> str:
        return queue_name(self.queue) if self.queue else "leads"


@dataclass(frozen=True)
class SwarmView:
    """`missing` are the teams that nobody stands for yet."""

    queues: tuple[str, ...]
    why: str
    since: datetime
    seats: tuple[Seat, ...]
    missing: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """`Web apps + Networking, Dora leads`"""
        teams = " + ".join(map(queue_name, self.queues))
        lead = next((seat.name for seat in self.seats if seat.leads and seat.stands), None)
        return f"{teams}, {f'{lead} leads' if lead else 'nobody leads yet'}"

    @property
    def missing_in_words(self) -> str:
        return " and ".join(map(queue_name, self.missing))

    def seat_of(self, person: Person) -> Seat | None:
        return next((seat for seat in self.seats if seat.person_id == person.id), None)


async def swarm_of(db: Session, case: Case) -> CaseSwarm | None:
    return await db.get(CaseSwarm, case.id)


async def seats_of(db: Session, case: Case) -> list[Seat]:
    """In the order in which they were asked."""
    query = select(
        col(SwarmSeat.person_id), col(Person.name), col(SwarmSeat.queue), col(SwarmSeat.answer), col(SwarmSeat.note)
    ).join(Person, col(Person.id) == SwarmSeat.person_id)
    order = (col(SwarmSeat.asked_at), col(SwarmSeat.person_id))
    return [Seat(*row) for row in await db.execute(query.where(col(SwarmSeat.case_id) == case.id).order_by(*order))]


async def swarm_view(db: Session, case: Case) -> SwarmView | None:
    """Asks nothing for a case that was never transferred: it cannot have a swarm."""
    swarm = await swarm_of(db, case) if case.transfers else None
    if swarm is None:
        return None
    seats = tuple(await seats_of(db, case))
    stand = {seat.queue for seat in seats if seat.stands} | ({case.queue} if case.owner_id else set())
    return SwarmView(
        queues=tuple(swarm.queues), why=swarm.why, since=swarm.since, seats=seats,
        missing=tuple(queue for queue in swarm.queues if queue not in stand),
    )  # fmt: skip


@dataclass(frozen=True)
class SwarmCall:
    """A swarm that a person is asked to join, or to lead, and has not answered."""

    ref: str
    title: str
    leads: bool
    team: str
    asked_at: datetime


async def swarm_calls(db: Session, person: Person) -> list[SwarmCall]:
    query = select(col(Case.id), col(Case.title), col(SwarmSeat.queue), col(SwarmSeat.asked_at))
    asked = (col(SwarmSeat.person_id) == person.id, col(SwarmSeat.answer) == "", col(Case.closed_at).is_(None))
    found = await db.execute(query.join(SwarmSeat, col(SwarmSeat.case_id) == Case.id).where(*asked))
    return [SwarmCall(f"C-{case_id}", title, not queue, queue_name(queue), at) for case_id, title, queue, at in found]


def queue_name(key: str) -> str:
    known = catalogue().queues.get(key)
    return known.name if known else key
