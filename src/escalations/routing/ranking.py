"""Who can take a case and who stands first among them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .hurdles import Hurdle, Reason
from .roster import Candidate
from .standing import Ask, Standing, standing_of

POINTS = ("skill", "preferred", "language", "familiar", "room", "busy")
_NEVER = float("inf")


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    hurdle: Hurdle
    why: str


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A candidate with every reason against, or with the standing that makes the score."""

    person_id: int
    name: str
    ask: Ask
    reasons: tuple[Reason, ...] = ()
    standing: Standing | None = None

    @property
    def is_able(self) -> bool:
        return self.standing is not None

    @cached_property
    def exclusions(self) -> tuple[Exclusion, ...]:
        return tuple(Exclusion(hurdle=reason.hurdle, why=reason.in_words(self.ask)) for reason in self.reasons)

    @cached_property
    def points(self) -> Mapping[str, int]:
        return dict(zip(POINTS, points_of(self.standing, self.ask), strict=True)) if self.standing else {}

    @property
    def score(self) -> int | None:
        return sum(self.points.values()) if self.standing else None

    @property
    def levels(self) -> Mapping[str, int]:
        """In the skills that the case asks."""
        return dict(zip(self.ask.skills, self.standing.levels, strict=True)) if self.standing else {}

    @property
    def free(self) -> int | None:
        return self.standing.free if self.standing else None

    @property
    def capacity(self) -> int | None:
        return self.standing.capacity if self.standing else None


def able(roster: Iterable[Candidate], ask: Ask) -> Iterator[Standing]:
    """Those without any reason against them. What most people fail, and what is quickest told, is asked first."""
    target, boundary, units = ask.target, ask.facts.boundary, ask.units
    roles, require, again = target.queue.roles, tuple(target.require.items()), ask.facts.not_again
    for one in roster:
        if one.presence in ("away", "offline") or one.capacity - one.load < units or one.role not in roles:
            continue
        if one.person_id in again:
            continue
        levels = one.specialties
        for skill, level in require:
            if levels.get(skill, 0) < level:
                break
        else:
            if boundary in one.clearances and _is_there(one, ask, boundary):
                yield standing_of(one, ask)


def _is_there(one: Candidate, ask: Ask, boundary: str) -> bool:
    """On shift for long enough, and cleared for all of it."""
    end = one.end_of_shift(ask.at)
    if end is None or (left := ask.minutes_to(end)) < ask.shortest_rest:
        return False
    until = one.clearances[boundary]
    return until is None or ask.minutes_to(until) > left


def points_of(one: Standing, ask: Ask) -> tuple[int, ...]:
    """In the order of `POINTS`."""
    points = ask.points
    return (
        sum(one.levels) * points.skill.at(ask.facts.severity),
        one.preferred * points.preferred,
        points.language if one.speaks else 0,
        points.familiar if one.familiar else 0,
        points.room * one.free // max(1, one.capacity),
        -points.busy if one.presence == "busy" else 0,
    )


def first_of(standing: Iterable[Standing], ask: Ask) -> Standing | None:
    """The highest score; of equals the one who waited longest for work, then the lowest id."""
    return min(standing, key=lambda one: _place(one, ask), default=None)


def tied_with(first: Standing | None, standing: Iterable[Standing], ask: Ask) -> int:
    """How many others have the same score."""
    if first is None:
        return 0
    score = sum(points_of(first, ask))
    return sum(one is not first and sum(points_of(one, ask)) == score for one in standing)


def _place(one: Standing, ask: Ask) -> tuple[int, float, int]:
    idle = _NEVER if one.idle_seconds is None else one.idle_seconds
    return -sum(points_of(one, ask)), -idle, one.person_id
