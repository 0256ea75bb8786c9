"""A person's cases by what they need, and the words beside a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from ...cases.queries import CaseLine
from ...clocks.kinds import KINDS as CLOCKS
from ...people.models import Person
from ...people.shifts import shift_window
from ...platform.time import exact


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    note: str
    cases: list[CaseLine]


GROUPS = {
    "breached": ("Breached", "answer these first"),
    "soon": ("Due within the hour", ""),
    "ours": ("Our turn", ""),
    "loop": ("Close the loop", "tell the customer that it is over, then close"),
    "waiting": ("Waiting for others", "they come back by themselves"),
    "snoozed": ("Snoozed", "they come back by themselves"),
}


def grouped(cases: Iterable[CaseLine]) -> list[Group]:
    """Every case in the first group that says why it needs its owner; what others or time will bring back comes last."""
    found: dict[str, list[CaseLine]] = {key: [] for key in GROUPS}
    for case in cases:
        found[group_of(case)].append(hinted(case))
    return [Group(key, *GROUPS[key], found[key]) for key in GROUPS if found[key]]


def group_of(case: CaseLine) -> str:
    """A follow-up is nothing that is owed, so it never breaches."""
    owed = case.clock if case.due_kind != "follow_up" else None
    if owed and owed.tone in ("bad", "warn"):
        return "breached" if owed.tone == "bad" else "soon"
    if case.snoozed:
        return "snoozed"
    return {"us": "ours", "close_the_loop": "loop"}.get(case.turn, "waiting")


def hinted(case: CaseLine) -> CaseLine:
    """With the word for what is due, where that is near."""
    if case.hint or case.clock is None or case.clock.tone == "ok" or case.due_kind not in CLOCKS:
        return case
    return replace(case, hint=CLOCKS[case.due_kind].words)


def shift_words(person: Person, at: datetime) -> str:
    window = shift_window(person, at)
    if window is None:
        return "no shift ahead"
    start, end = (moment.astimezone(ZoneInfo(person.time_zone)) for moment in window)
    if start <= at:
        until = f"on shift until {end:%H:%M} {end.tzname()}"
        return until if person.is_there else f"{until}, but {person.presence}: no case is given to you"
    return f"off shift until {exact(window[0], ZoneInfo(person.time_zone))}"
