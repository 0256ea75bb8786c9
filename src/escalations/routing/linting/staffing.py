"""Whom the rules ask for and nobody on the roster is: skills at a level nobody has, queues nobody works."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..facts import CaseFacts
from ..naming import listed, name_of, skills_in_words
from ..roster import Candidate
from ..rules import Rule
from ..targets import Target, queue_for, target_of
from .boxes import Box
from .complaints import Complaint, quoted
from .covering import gap_in
from .layout import Layout

FOR_EVER = 10**9
"""Minutes after which every step of relaxing has been taken."""
NAMED_AT_MOST = 5
"""Other rules of the same complaint; more are counted."""


class Skilled(NamedTuple):
    """What counts here of a person; of many alike one is enough."""

    role: str
    boundaries: frozenset[str]
    levels: frozenset[tuple[str, int]]


def skilled(roster: Iterable[Candidate]) -> frozenset[Skilled]:
    return frozenset(Skilled(one.role, frozenset(one.clearances), frozenset(one.specialties.items())) for one in roster)


@dataclass(frozen=True, kw_only=True)
class Lack:
    """Nobody cleared for the boundary works the queue, or nobody who does has the skills; `in_time` says that somebody will do later."""

    rule: Rule
    boundary: str
    queue: str
    skills: Mapping[str, int] = field(default_factory=dict)
    in_time: bool = False


def understaffed(layout: Layout, staff: frozenset[Skilled]) -> Iterator[Complaint]:
    lacks = list(_lacks(layout, staff))
    for boundary in dict.fromkeys(lack.boundary for lack in lacks if not lack.skills):
        yield _unworked([lack for lack in lacks if lack.boundary == boundary and not lack.skills])
    for rule in layout.alive:
        mine = [lack for lack in lacks if lack.rule is rule and lack.skills]
        for in_time in (False, True):
            if found := [lack for lack in mine if lack.in_time is in_time]:
                yield _unstaffed(rule, found, in_time)


def _works(one: Skilled, boundary: str, target: Target) -> bool:
    return boundary in one.boundaries and one.role in target.queue.roles


def _has_somebody(staff: frozenset[Skilled], boundary: str, target: Target) -> bool:
    asked = target.require.items()
    return any(
        _works(one, boundary, target) and all(_level(one, skill) >= level for skill, level in asked) for one in staff
    )


def _level(one: Skilled, skill: str) -> int:
    return next((level for known, level in one.levels if known == skill), 0)


def _lacks(layout: Layout, staff: frozenset[Skilled]) -> Iterator[Lack]:
    for rule in layout.awake:
        for facts in _places_and_families(layout, rule):
            lack = _lack(layout, rule, facts, staff)
            if lack and _can_come(layout, rule, facts):
                yield lack


def _places_and_families(layout: Layout, rule: Rule) -> Iterator[CaseFacts]:
    box = layout.boxes[rule.name]
    families = dict.fromkeys(facts.family for facts in layout.space.facts_on("family", box))
    boundaries = {facts.boundary: facts for facts in layout.space.facts_on("boundary", box)}
    return (replace(facts, family=family) for facts in boundaries.values() for family in families)


def _lack(layout: Layout, rule: Rule, facts: CaseFacts, staff: frozenset[Skilled]) -> Lack | None:
    queue = queue_for(rule.action, facts, layout.rule_set.catalogue)
    target = target_of(rule.action, facts, queue)
    if _has_somebody(staff, facts.boundary, target):
        return None
    if not any(_works(one, facts.boundary, target) for one in staff):
        return Lack(rule=rule, boundary=facts.boundary, queue=queue.key)
    at_last = target_of(rule.action, replace(facts, waited_minutes=FOR_EVER), queue)
    in_time = _has_somebody(staff, facts.boundary, at_last)
    return Lack(rule=rule, boundary=facts.boundary, queue=queue.key, skills=target.require, in_time=in_time)


def _can_come(layout: Layout, rule: Rule, facts: CaseFacts) -> bool:
    """Whether the rule decides any case of this place and family."""
    space, earlier = layout.space, layout.before(rule)
    points = layout.boxes[rule.name].points
    points &= space.where("boundary", lambda other: other.boundary == facts.boundary)
    points &= space.where("family", lambda other: other.family == facts.family)
    part = Box(points, layout.boxes[rule.name].sayings)
    return not space.is_empty(part) and gap_in(space, part, [layout.boxes[one.name] for one in earlier]) is not None


def _unworked(lacks: list[Lack]) -> Complaint:
    """Told once for a boundary, at the first rule that sends cases there."""
    rule, boundary = lacks[0].rule, name_of("boundary", lacks[0].boundary)
    queues = dict.fromkeys(name_of("queue", lack.queue) for lack in lacks)
    names = dict.fromkeys(lack.rule.name for lack in lacks if lack.rule is not rule)
    return Complaint(
        kind="unworked",
        grade="warning",
        rule=rule.name,
        place=rule.place_of("then", "queue"),
        says="; ".join(
            [f"sends cases of {boundary} where nobody cleared for it works: {', '.join(queues)}", *_so_do(names)]
        ),
        remedy="Clear somebody who works there, or send these cases elsewhere",
        other=tuple(names),
    )


def _so_do(names: Collection[str]) -> Iterator[str]:
    count = len(names)
    if count > NAMED_AT_MOST:
        yield f"so do {count} other rules"
    elif names:
        yield f"so {'do' if count > 1 else 'does'} {quoted(names)}"


def _unstaffed(rule: Rule, lacks: Iterable[Lack], in_time: bool) -> Complaint:
    by_boundary: dict[str, dict[str, None]] = {}
    for lack in lacks:
        by_boundary.setdefault(lack.boundary, {})[skills_in_words(lack.skills)] = None
    where = "; ".join(f"in {name_of('boundary', one)} {listed(skills)}" for one, skills in by_boundary.items())
    return Complaint(
        kind="unstaffed",
        grade="note" if in_time else "warning",
        rule=rule.name,
        place=rule.place_of("then", "require"),
        says=f"asks for skills that nobody has who is cleared and works the queue{', until it asks for less' if in_time else ''}: {where}",
        remedy="Train or clear somebody, ask for a lower level, or ask for less after some minutes",
    )
