"""What a case asks, and how a person stands to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from .assignment import Assignment, Points
from .facts import CaseFacts
from .roster import Candidate, Presence
from .targets import Target

_DAY = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a case asks of whoever takes it: of these `skills` the `least` level. `at` is a whole minute, so that minutes from then tell every time exactly."""

    at: datetime
    facts: CaseFacts
    target: Target
    skills: tuple[str, ...]
    least: tuple[int, ...]
    units: int
    shortest_rest: int
    not_again_within: int
    points: Points

    @classmethod
    def of(cls, facts: CaseFacts, target: Target, assignment: Assignment, at: datetime) -> "Ask":
        skills = _skills(facts, target)
        return cls(
            at=at.replace(second=0, microsecond=0), facts=facts, target=target, skills=skills,
            least=tuple(target.require.get(skill, 0) for skill in skills),
            units=assignment.units.at(facts.severity), shortest_rest=assignment.shortest_rest_of_shift.at(facts.severity),
            not_again_within=assignment.not_again_within, points=assignment.points,
        )  # fmt: skip

    def minutes_to(self, moment: datetime) -> int:
        ahead = moment - self.at
        return ahead.days * _DAY + ahead.seconds // 60


class Standing(Struct, frozen=True):
    """A person as far as it matters to one case: `levels` in what it asks, in that order, and minutes from then.

    `shift_left` is None off shift, `cleared` None without a clearance. `cleared` is told to just past the end of the shift.
    """

    person_id: int
    name: str
    works_queue: bool
    presence: Presence
    levels: tuple[int, ...]
    preferred: int
    speaks: bool
    familiar: bool
    had_it: bool
    free: int
    capacity: int
    idle_seconds: int | None
    shift_left: int | None
    cleared: int | None
    next_shift: int | None = None


def standing_of(one: Candidate, ask: Ask) -> Standing:
    facts, target, levels = ask.facts, ask.target, one.specialties
    left, following = shifts_seen(one, ask)
    return Standing(
        person_id=one.person_id, name=one.name, works_queue=one.role in target.queue.roles, presence=one.presence,
        levels=tuple([levels.get(skill, 0) for skill in ask.skills]), preferred=_preferred(levels, target) if target.prefer else 0,
        speaks=target.language in one.languages, familiar=one.person_id in facts.familiar, had_it=one.person_id in facts.not_again,
        free=one.free, capacity=one.capacity, idle_seconds=_idle(one, ask), shift_left=left, cleared=cleared_for(one, ask, left or 0),
        next_shift=following,
    )  # fmt: skip


def _skills(facts: CaseFacts, target: Target) -> tuple[str, ...]:
    """What the rule required before anything gave way, else the case's own family: it brings points all the same."""
    return tuple(target.asked) or ((facts.family,) if facts.family else ())


def _preferred(levels: Mapping[str, int], target: Target) -> int:
    return sum(levels.get(skill, 0) >= level for skill, level in target.prefer.items())


def cleared_for(one: Candidate, ask: Ask, left: int) -> int | None:
    boundary = ask.facts.boundary
    if boundary not in one.clearances:
        return None
    until = one.clearances[boundary]
    return left + 1 if until is None else min(left + 1, ask.minutes_to(until))


def shifts_seen(one: Candidate, ask: Ask) -> tuple[int | None, int | None]:
    """How much is left of the one under way, or when the next begins."""
    if end := one.end_of_shift(ask.at):
        return ask.minutes_to(end), None
    following = one.next_shift(ask.at)
    return None, ask.minutes_to(following.start) if following else None


def _idle(one: Candidate, ask: Ask) -> int | None:
    last = one.last_assigned_at
    if last is None:
        return None
    since = ask.at - last
    return since.days * _DAY * 60 + since.seconds
