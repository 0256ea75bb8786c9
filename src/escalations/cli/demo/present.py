"""The open cases of the demo world: every one of them lived through the verbs, each at its own moment of the past."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from ...cases.actions import (
    HeldByGate,
    add_customer_message,
    add_note,
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
from .stories import Story, Turn

_CLOCK = re.compile(r"(\d\d):(\d\d) UTC")


async def live_until_now(db: Session, random: Random, story: Story, people: dict[int, Person]) -> Case:
    """Plays the story as far as time has come; then it may wait for somebody or sleep."""
    until = now()
    with time_at(story.opened_at):
        case = await open_case(db, story.new, by=SYSTEM)
    at = story.opened_at
    for turn, after in _paced(random, story, until):
        at += after
        if at >= until - timedelta(minutes=2):
            return case
        await _say(db, case, turn.who, turn.text, at, _speaker(case, people))
    with time_at(max(at + timedelta(minutes=5), until - timedelta(minutes=random.randint(3, 240)))):
        await _rest(db, random, case, until, _speaker(case, people))
    return case


def _paced(random: Random, story: Story, until: datetime) -> Iterator[tuple[Turn, timedelta]]:
    """A talk of days is stretched, so that most old cases were touched within the last hours, and a few were forgotten."""
    turns = story.turns[: random.choice((1, 2, 3, 4, 5, 9))]
    age, first = until - story.opened_at, turns[0].after
    talk = sum((turn.after for turn in turns[1:]), timedelta())
    freshness = random.uniform(0.6, 0.99) if random.random() < 0.12 else random.uniform(0.97, 0.999)
    stretch = max(1.0, (age - first) * freshness / talk) if talk and age > first else 1.0
    yield turns[0], first
    for turn in turns[1:]:
        yield turn, turn.after * stretch


def _speaker(case: Case, people: dict[int, Person]) -> Actor:
    return people[case.owner_id] if case.owner_id else SYSTEM


async def _say(db: Session, case: Case, who: str, text: str, at: datetime, by: Actor) -> None:
    with time_at(at):
        if who == "customer":
            await add_customer_message(db, case, text, by=SYSTEM)
        elif who == "note":
            await add_note(db, case, text, by=by)
        else:
            await _reply(db, case, text, at, by)


async def _reply(db: Session, case: Case, text: str, at: datetime, by: Actor) -> None:
    """A text that names a time promises it, so that a clock keeps it."""
    try:
        await reply_to_customer(db, case, text, by=by)
    except HeldByGate:
        await reply_to_customer(
            db, case, text, by=by, next_update=_promised(text, at), gate_reason="the next update clock keeps it"
        )


def _promised(text: str, at: datetime) -> datetime | None:
    named = _CLOCK.search(text)
    if named is None:
        return None
    moment = at.replace(hour=int(named[1]), minute=int(named[2]), second=0, microsecond=0)
    return moment if moment > at else moment + timedelta(days=1)


async def _rest(db: Session, random: Random, case: Case, until: datetime, by: Actor) -> None:
    """A third of the answered cases wait for the customer, a few for others, a few sleep."""
    if case.first_answered_at is None or case.turn != "us":
        return
    lot = random.random()
    wake = until + timedelta(hours=random.uniform(1, 70))
    if lot < 0.34:
        await wait_for(
            db, case, "customer", "Please run the steps of our last message and send the output.", wake, by=by
        )
    elif lot < 0.40:
        await wait_for(db, case, "third_party", "The network carrier checks the line at its end.", wake, by=by)
    elif lot < 0.46:
        try:
            await snooze_case(
                db, case, until + timedelta(hours=random.uniform(0.5, 3)), "the change window opens later today", by=by
            )
        except Refused:
            return
