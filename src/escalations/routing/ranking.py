"""Who may take a case, who may not and why, and who stands first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from ..catalog.models import Severity
from .facts import CaseFacts
from .roster import Candidate
from .targets import Target

UNITS: Mapping[Severity, int] = {"A": 3, "B": 2, "C": 1}
SKILL_POINTS: Mapping[Severity, int] = {"A": 10, "B": 5, "C": 0}
"""Points a level of skill is worth: the severest cases go to those who know most, the mildest leave them free."""
LANGUAGE_POINTS, ROOM_POINTS, BUSY_POINTS = 25, 30, -20
SHORTEST_REST_OF_SHIFT = timedelta(minutes=30)

Hurdle = Literal["clearance", "shift", "presence", "role", "skill", "room"]


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    hurdle: Hurdle
    why: str


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A candidate with every reason against, or with the points that make the score."""

    candidate: Candidate
    exclusions: tuple[Exclusion, ...]
    points: Mapping[str, int]

    @property
    def score(self) -> int | None:
        return None if self.exclusions else sum(self.points.values())

    def fails_at(self, hurdle: Hurdle) -> bool:
        return any(exclusion.hurdle == hurdle for exclusion in self.exclusions)


def weigh(candidate: Candidate, facts: CaseFacts, target: Target, at: datetime) -> Weighed:
    exclusions = tuple(_exclusions(candidate, facts, target, at))
    points = {} if exclusions else _points(candidate, facts, target)
    return Weighed(candidate=candidate, exclusions=exclusions, points=points)


def first_of(weighed: tuple[Weighed, ...]) -> Weighed | None:
    """The highest score; of equals the one who waited longest for work, then the lowest id."""
    return min((one for one in weighed if not one.exclusions), key=_place, default=None)


def _place(one: Weighed) -> tuple[int, datetime, int]:
    never = datetime.min.replace(tzinfo=UTC)
    return -(one.score or 0), one.candidate.last_assigned_at or never, one.candidate.person_id


def _exclusions(candidate: Candidate, facts: CaseFacts, target: Target, at: datetime) -> Iterator[Exclusion]:
    end = candidate.end_of_shift(at)
    if why := _not_cleared(candidate, facts.boundary, end or at):
        yield Exclusion(hurdle="clearance", why=why)
    if why := _off_shift(candidate, end, at):
        yield Exclusion(hurdle="shift", why=why)
    if candidate.presence in ("away", "offline"):
        yield Exclusion(hurdle="presence", why=f"is {candidate.presence}")
    if candidate.role not in target.queue.roles:
        yield Exclusion(hurdle="role", why=f"does not work the {target.queue.name} queue")
    level = candidate.specialties.get(target.skill or "", 0)
    if target.skill and level < target.level:
        yield Exclusion(hurdle="skill", why=f"has {target.skill} at level {level}, level {target.level} is asked for")
    units = UNITS[facts.severity]
    if candidate.free < units:
        room = f"{candidate.free} of {candidate.capacity} units free"
        yield Exclusion(hurdle="room", why=f"has {room}, this case weighs {units}")


def _not_cleared(candidate: Candidate, boundary: str, until: datetime) -> str | None:
    if boundary not in candidate.clearances:
        return f"is not cleared for {boundary}"
    end = candidate.clearances[boundary]
    if end is None or end > until:
        return None
    return f"is cleared for {boundary} only until {_moment(end)}"


def _off_shift(candidate: Candidate, end: datetime | None, at: datetime) -> str | None:
    if end is None:
        following = candidate.next_shift(at)
        return f"is off shift until {_moment(following.start)}" if following else "is off shift"
    if end - at < SHORTEST_REST_OF_SHIFT:
        return f"goes off shift at {_moment(end)}, in less than 30 minutes"
    return None


def _points(candidate: Candidate, facts: CaseFacts, target: Target) -> dict[str, int]:
    level = candidate.specialties.get(target.skill or facts.family or "", 0)
    return {
        "skill": level * SKILL_POINTS[facts.severity],
        "language": LANGUAGE_POINTS if target.language in candidate.languages else 0,
        "room": ROOM_POINTS * candidate.free // max(1, candidate.capacity),
        "busy": BUSY_POINTS if candidate.presence == "busy" else 0,
    }


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
