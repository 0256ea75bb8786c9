"""Both teams and a duty lead at one case, after it was sent round: nobody gives it away, and together they say whose it is."""

from collections.abc import Iterable
from dataclasses import replace

from msgspec.structs import replace as changed
from sqlmodel import col, delete

from ...catalog.loading import catalogue
from ...coverage.queries import people_on_duty
from ...people.models import Person
from ...people.roles import allow, may
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ...routing.rule_files import rule_set
from ..events import SwarmAnswered, SwarmAsked, SwarmEnded, SwarmStarted
from ..hands import Hands
from ..models import Case, CaseSwarm, SwarmSeat
from ..queries.ownership import transfers_of
from ..queries.rosters import roster
from ..queries.swarms import Seat, queue_name, seats_of, swarm_of
from ..queries.waiting import waiting_cases
from . import timing
from .alerting import LEADS
from .answering import add_note
from .assigning import lay_down, note_assignment, take, tell
from .draining import drain_case
from .transferring import send_on

PLENTY = 100
ANSWERS = ("joined", "declined")


async def start_swarm(db: Session, case: Case, why: str, *, by: Actor) -> CaseSwarm:
    """Asks somebody of each team that the case has been with, and a lead. Its owner stays; without one the lead has it.

    Starting it again asks for the teams that nobody stands for.
    """
    allow(by, "work_cases")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")
    swarm = await swarm_of(db, case)
    if swarm is None:
        swarm = await _begin(db, case, why, by)
    await _fill_seats(db, case, swarm, by)
    return swarm


async def answer_swarm(db: Session, case: Case, answer: str, note: str, *, by: Person) -> None:
    """Of those who decline the next one is asked."""
    allow(by, "work_cases")
    swarm, seat = await swarm_of(db, case), await db.get(SwarmSeat, (case.id, by.id))
    if answer not in ANSWERS or swarm is None or seat is None:
        raise Refused(f"You are not asked to join a swarm on {case.ref}. Its lead can ask you.")
    if seat.answer == answer:
        return
    await _note_answer(db, case, seat, answer, note, by)
    if answer == "declined":
        if case.owner_id == by.id and not seat.queue:
            lay_down(case, now())
        await _fill_seats(db, case, swarm, by)


async def end_swarm(db: Session, case: Case, queue: str, outcome: str, *, by: Actor) -> None:
    """`queue` owns it from now on: who joined for that team takes it, else whoever of them can. Ending what is over does nothing."""
    allow(by, "work_cases")
    if queue not in catalogue().queues:
        raise Refused("Choose the queue whose case it is.")
    if await swarm_of(db, case) is None:
        return
    seats = await seats_of(db, case)
    _refuse_bystander(case, seats, by)
    await _dissolve(db, case, queue, by)
    await _settle(db, case, queue, outcome, seats, by)
    await timing.stay_awake(db, case, by=by)


async def end_with_case(db: Session, case: Case, *, by: Actor) -> None:
    """A closed case needs nobody any more."""
    if case.transfers and await swarm_of(db, case):
        await _dissolve(db, case, "", by)


async def _begin(db: Session, case: Case, why: str, by: Actor) -> CaseSwarm:
    stops = [stop for transfer in await transfers_of(db, case) for stop in (transfer.from_queue, transfer.to_queue)]
    queues = list(dict.fromkeys([*stops, case.queue]))
    if len(queues) < 2:
        raise Refused(f"{case.ref} has been with one team only. Transfer it first if it is another team's.")
    swarm = CaseSwarm(boundary=case.boundary, case_id=case.id, queues=queues, why=why, since=now(), author_id=by.id)
    db.add(swarm)
    await db.flush()
    await record(db, SwarmStarted(queues=queues), on=case, by=by)
    await add_note(db, case, f"**Swarm of {' and '.join(map(queue_name, queues))}.** {why}", by=by)
    return swarm


async def _fill_seats(db: Session, case: Case, swarm: CaseSwarm, by: Actor) -> None:
    seats = await seats_of(db, case)
    stands = {seat.queue for seat in seats if seat.stands}
    asked = {seat.person_id for seat in seats}
    if "" not in stands and (lead := await _lead(db, case, asked, by)):
        asked.add(lead.id)
        await _ask(db, case, lead, "", by)
        if case.owner_id is None and await take(db, case, lead.id):
            await note_assignment(db, case, lead, by=by)
    owners_team = {case.queue} if case.owner_id and case.owner_id not in asked else set[str]()
    for queue in swarm.queues:
        if queue not in stands | owners_team and (person := await _able(db, case, queue, asked | {case.owner_id or 0})):
            asked.add(person.id)
            await _ask(db, case, person, queue, by)


async def _lead(db: Session, case: Case, asked: set[int], by: Actor) -> Person | None:
    """Whoever calls them together, if they are a lead themselves."""
    if isinstance(by, Person) and by.role == LEADS and by.id not in asked:
        return by
    return next((one for one in await people_on_duty(db, LEADS, case.boundary) if one.id not in asked), None)


async def _able(db: Session, case: Case, queue: str, asked: Iterable[int]) -> Person | None:
    """Who would be given the case in that queue. Somebody full can still lend a hand when everybody is."""
    at = now()
    await db.flush()
    [one] = await waiting_cases(db, at, only=case.id)
    one = replace(one, queue=queue, facts=replace(one.facts, not_again=()))
    others = [person for person in await roster(db) if person.person_id not in set(asked)]
    for people in (others, [changed(person, load=0, capacity=PLENTY) for person in others]):
        chosen = Hands(people, rule_set(), at).decide(one).assignee_id
        if chosen is not None:
            return await db.get_one(Person, chosen)
    return None


async def _ask(db: Session, case: Case, person: Person, queue: str, by: Actor) -> None:
    """Whoever asks themselves has joined."""
    seat = SwarmSeat(
        boundary=case.boundary, case_id=case.id, person_id=person.id, queue=queue, asked_at=now(), asked_by=by.id
    )
    db.add(seat)
    await db.flush()
    if person.id == by.id:
        await _note_answer(db, case, seat, "joined", "", by)
        return
    asked = SwarmAsked(person_id=person.id, name=person.name, queue=queue)
    await record(db, asked, on=case, by=by, topics=(f"owner/{person.id}",))
    team = f"for {queue_name(queue)}" if queue else "and lead it"
    await tell(
        db,
        [person],
        case,
        f"Join the swarm on {case.ref} {team}: {case.title}",
        f"swarm-{seat.asked_at:%H%M%S%f}",
        "warn",
    )


async def _note_answer(db: Session, case: Case, seat: SwarmSeat, answer: str, note: str, by: Actor) -> None:
    seat.answer, seat.answered_at, seat.note = answer, now(), note
    await db.flush()
    await record(db, SwarmAnswered(person_id=seat.person_id, answer=answer, queue=seat.queue), on=case, by=by)


async def _settle(db: Session, case: Case, queue: str, outcome: str, seats: list[Seat], by: Actor) -> None:
    joined = next((seat.person_id for seat in seats if seat.queue == queue and seat.answer == "joined"), None)
    held_by_lead = any(seat.leads and seat.person_id == case.owner_id for seat in seats)
    if queue != case.queue:
        await send_on(db, case, queue, "finding", outcome, by=by)
    else:
        await add_note(db, case, f"**The swarm ended: it stays with {queue_name(queue)}.** {outcome}", by=by)
        if held_by_lead:
            lay_down(case, now())
    if case.owner_id is None and joined is not None and await take(db, case, joined):
        await note_assignment(db, case, await db.get_one(Person, joined), by=by)
    elif case.owner_id is None:
        await drain_case(db, case, now(), "transferred")


async def _dissolve(db: Session, case: Case, queue: str, by: Actor) -> None:
    await db.execute(delete(SwarmSeat).where(col(SwarmSeat.case_id) == case.id))
    await db.execute(delete(CaseSwarm).where(col(CaseSwarm.case_id) == case.id))
    await record(db, SwarmEnded(queue=queue), on=case, by=by)


def _refuse_bystander(case: Case, seats: list[Seat], by: Actor) -> None:
    mine = (
        by.id is None
        or by.id == case.owner_id
        or any(seat.person_id == by.id and seat.answer == "joined" for seat in seats)
    )
    if not mine and not may(by, "assign_others"):
        raise NotAllowed("A swarm is ended by those who joined it, by the owner of the case, or by a duty lead.")
