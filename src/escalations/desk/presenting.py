"""Finished values for the desk's pages: templates only lay them out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ..cases.queries import CaseLine
from ..clocks.kinds import KINDS as CLOCKS
from ..people.models import Person
from ..people.shifts import shift_window
from ..platform.events import EventRow
from ..platform.job_desk import HeldJob
from ..platform.time import exact
from .refs import called, page_of_subject


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
        return f"on shift until {end:%H:%M} {end.tzname()}"
    return f"off shift until {exact(window[0], ZoneInfo(person.time_zone))}"


@dataclass(frozen=True)
class TrailLine:
    """An event as the trail shows it: to the second, with everything that was recorded."""

    id: int
    at: datetime
    when: str
    who: str
    who_url: str | None
    told: str
    action: str
    about: str
    about_url: str
    trail_url: str
    boundary: str | None
    particulars: str
    request_id: str | None


def trail_lines(rows: Iterable[EventRow], zone: ZoneInfo) -> list[TrailLine]:
    return [_trail_line(row, zone) for row in rows]


def _trail_line(row: EventRow, zone: ZoneInfo) -> TrailLine:
    local = row.at.astimezone(zone)
    return TrailLine(
        id=row.id, at=row.at, when=f"{local:%-d %b %Y %H:%M:%S} {local.tzname()}", who=row.actor_name,
        who_url=f"/people/P-{row.actor_id}" if row.actor_id else None, told=row.told, action=spaced(row.action), about=called(row.subject),
        about_url=page_of_subject(row.subject) or page_of_subject(row.thread) or f"/audit/{row.subject}", trail_url=f"/audit/{row.subject}",
        boundary=row.boundary, particulars=json.dumps(row.particulars, indent=2, ensure_ascii=False), request_id=row.request_id,
    )  # fmt: skip


def spaced(action: str) -> str:
    """`CaseOpened` → `Case opened`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in action).strip()
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class JobLine:
    """A held job. What it carried and why it failed is told only to who may see its boundary."""

    id: int
    name: str
    attempts: int
    held_at: datetime
    boundary: str | None
    in_sight: bool
    problem: str
    payload: str
    trace: str


def job_lines(jobs: Iterable[HeldJob], boundaries: Iterable[str]) -> list[JobLine]:
    known = set(boundaries)
    return [_job_line(job, job.boundary is None or job.boundary in known) for job in jobs]


def _job_line(job: HeldJob, in_sight: bool) -> JobLine:
    name = str(job.payload.get("reaction", job.name)) if in_sight else job.name
    payload = json.dumps(job.payload, indent=2, ensure_ascii=False) if in_sight else ""
    return JobLine(
        job.id,
        name,
        job.attempts,
        job.held_at,
        job.boundary,
        in_sight,
        job.problem if in_sight else "",
        payload,
        job.trace if in_sight else "",
    )
