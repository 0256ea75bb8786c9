"""The open cases of the demo world: every one of them lived through the verbs, each at its own moment of the past."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from ...cases.actions import (
    HeldByGate,
    add_customer_message,
    add_note,
    assign_case,
    open_case,
    reply_to_customer,
    snooze_case,
    wait_for,
)
from ...cases.models import Case
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import SYSTEM, Actor
from ...platform.time import now, time_at
from .past_turns import promised_in
from .stories import Story, Turn

_CLOCK = re.compile(r"(?<!\d\d )\d\d:\d\d UTC")
"""Not one that stands behind its date."""


@dataclass
class Crew:
    """Who could take over a case that nobody was there for when it came in."""

    people: dict[int, Person]
    families: dict[int, dict[str, int]]
    boundaries: dict[int, set[str]]
    taken: Counter[int] = field(default_factory=Counter)

    def least_busy_for(self, case: Case) -> Person | None:
        able = [
            person
            for person in self.people.values()
            if person.role == "support_engineer"
            and case.boundary in self.boundaries.get(person.id, ())
            and self.families.get(person.id, {}).get(case.family, 0) >= 2
        ]
        return min(able, key=lambda person: (self.taken[person.id], person.id), default=None)


async def live_until_now(db: Session, random: Random, story: Story, crew: Crew) -> Case:
    """Plays the story as far as time has come; then it may wait for somebody or sleep."""
    until = now()
    with time_at(story.opened_at):
        case = await open_case(db, story.new, by=SYSTEM)
    said = list(_timed(random, story, until))
    at = story.opened_at
    for number, (turn, moment) in enumerate(said):
        if moment >= until - timedelta(minutes=2):
            return case
        at = moment
        await _take(db, random, case, crew, at)
        coming = (later for later_turn, later in said[number + 1 :] if later_turn.who == "engineer")
        kept = next(coming, until + timedelta(hours=random.uniform(0.2, 3)))
        await _say(db, case, turn.who, retimed(turn.text, kept, at), at, _speaker(case, crew.people))
    asked = bool(said) and said[-1][0].who == "engineer"
    with time_at(at + timedelta(minutes=2)):
        if asked and await _ask_customer(db, random, case, until, _speaker(case, crew.people)):
            return case
    with time_at(max(at + timedelta(minutes=2), until - timedelta(minutes=random.randint(3, 240)))):
        await _rest(db, random, case, until, _speaker(case, crew.people))
    return case


async def _take(db: Session, random: Random, case: Case, crew: Crew, at: datetime) -> None:
    """Somebody who knows the family claims what nobody was on shift for; one in eight stays for the duty lead to see."""
    if case.owner_id is None and random.random() < 0.88 and (person := crew.least_busy_for(case)):
        with time_at(at - timedelta(minutes=1)):
            await assign_case(db, case, person, by=SYSTEM)
    if case.owner_id is not None:
        crew.taken[case.owner_id] += 1


def retimed(text: str, moment: datetime, at: datetime | None = None) -> str:
    """The time that a text of `at` promises, set to when the next word did come, or soon will; with its day where that is far."""
    kept = moment + timedelta(minutes=5)
    day = f"{kept:%-d %B} at " if at and kept - at > timedelta(hours=18) else ""
    return _CLOCK.sub(f"{day}{kept:%H:%M} UTC", text)


def _timed(random: Random, story: Story, until: datetime) -> Iterator[tuple[Turn, datetime]]:
    """A talk is stretched so that it ends within the time the next update may take; one case in seven was forgotten."""
    age, turns = until - story.opened_at, list(story.turns[: random.choice((2, 3, 4, 5, 9))])
    while len(turns) > 1 and turns[-1].who != "engineer" and random.random() < 0.7:
        turns.pop()
    first, talk = turns[0].after, sum((turn.after for turn in turns[1:]), timedelta())
    allowed = timedelta(minutes={"A": 45, "B": 200, "C": 900}[story.new.claimed])
    idle = age * random.uniform(0.1, 0.5) if random.random() < 0.14 else allowed * random.uniform(0.1, 0.85)
    stretch = (age - first - idle) / talk if talk else 1.0
    at = story.opened_at + first
    yield turns[0], at
    for turn in turns[1:]:
        at += turn.after * max(stretch, 0.2)
        yield turn, at


def _speaker(case: Case, people: dict[int, Person]) -> Actor:
    return people[case.owner_id] if case.owner_id else SYSTEM


async def _say(db: Session, case: Case, who: str, text: str, at: datetime, by: Actor) -> None:
    with time_at(at):
        if who == "customer":
            await add_customer_message(db, case, text, by=SYSTEM)
        elif who == "note":
            await add_note(db, case, text, by=by)
        else:
            await answer(db, case, text, at, by=by)


async def answer(db: Session, case: Case, text: str, at: datetime, *, by: Actor) -> None:
    """A text that names a time promises it, so that a clock keeps it."""
    with time_at(at):
        try:
            await reply_to_customer(db, case, text, by=by)
        except HeldByGate:
            reason = "the next update clock keeps it"
            promised = promised_in(text, at)
            until = promised.at if promised else None
            await reply_to_customer(db, case, text, by=by, next_update=until, gate_reason=reason)


async def _ask_customer(db: Session, random: Random, case: Case, until: datetime, by: Actor) -> bool:
    """Half of the cases in which we spoke last wait for the customer since then."""
    if case.turn != "us" or random.random() > 0.5:
        return False
    question = "Please run the steps of our last message and send the output."
    await wait_for(db, case, "customer", question, until + timedelta(hours=random.uniform(1, 70)), by=by)
    return True


async def _rest(db: Session, random: Random, case: Case, until: datetime, by: Actor) -> None:
    """A few of the answered cases wait for others, a few sleep."""
    if case.first_answered_at is None or case.turn != "us":
        return
    lot = random.uniform(0.34, 0.7)
    wake = until + timedelta(hours=random.uniform(1, 70))
    if lot < 0.40:
        await wait_for(db, case, "third_party", "The network carrier checks the line at its end.", wake, by=by)
    elif lot < 0.46:
        try:
            await snooze_case(
                db, case, until + timedelta(hours=random.uniform(0.5, 3)), "the change window opens later today", by=by
            )
        except Refused:
            return
