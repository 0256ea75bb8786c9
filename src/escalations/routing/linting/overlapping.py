"""Rules that partly ask for the same cases and send them to different queues, so that nothing but their order decides.

A rule that lies within a later one is an exception to it, which is what order is for; so is one that asks for something rare that
the later one does not ask for. What remains is told in groups.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice

from ..facts import CaseFacts
from ..naming import answer_in_words, listed, name_of
from ..rules import OWN_FAMILY, Rule
from ..targets import queue_for
from .boxes import SAID, Box
from .complaints import Complaint, quoted
from .covering import case_in, gap_in
from .layout import Layout

MOST = 40
RARE = ("text", "error_code", "product", "region")


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """In `part` is a case that the earlier rule decides; without it the later one would, and send it to another queue."""

    earlier: Rule
    later: Rule
    part: Box


def overlapping(layout: Layout) -> Iterator[Complaint]:
    """One complaint for all earlier rules that take from the same later ones."""
    takers = (taken for earlier in layout.alive if (taken := [*overlaps_of(layout, earlier, _is_exception)]))
    told = [*islice(takers, MOST)]
    groups: dict[tuple[str, ...], list[list[Overlap]]] = {}
    for taken in told:
        groups.setdefault(tuple(one.later.name for one in taken), []).append(taken)
    for later, alike in groups.items():
        yield _told(layout, later, alike)
    if more := next(takers, None):
        yield _and_more(more[0].earlier)


def overlaps_of(
    layout: Layout, earlier: Rule, but: Callable[[Layout, Rule, Rule], bool] = lambda *_: False
) -> Iterator[Overlap]:
    for later in islice(dropwhile(lambda one: one is not earlier, layout.alive), 1, None):
        part = _shared(layout, earlier, later)
        if part is None or but(layout, earlier, later):
            continue
        if gap := gap_in(layout.space, part, _others(layout, earlier, later)):
            yield Overlap(earlier=earlier, later=later, part=gap)


def case_of(layout: Layout, overlap: Overlap) -> CaseFacts:
    return case_in(layout.space, overlap.part, _others(layout, overlap.earlier, overlap.later))


def _others(layout: Layout, earlier: Rule, later: Rule) -> list[Box]:
    """All that is asked before the later one, the earlier one aside."""
    return [layout.boxes[one.name] for one in layout.before(later) if one is not earlier]


def _shared(layout: Layout, earlier: Rule, later: Rule) -> Box | None:
    """What they both ask for and send to different queues, unless one lies within the other."""
    one, two = layout.boxes[earlier.name], layout.boxes[later.name]
    points = one.points & layout.where_queues_differ(earlier.action.queue, later.action.queue)
    met = layout.space.meeting(Box(points, one.sayings), two)
    return None if met is None or layout.space.contains(two, one) else met


def _is_exception(layout: Layout, earlier: Rule, later: Rule) -> bool:
    return any(
        (wanted := _wanted(earlier, fact)) and not _have_to_do(layout, fact, wanted, _wanted(later, fact))
        for fact in RARE
    )


def _wanted(rule: Rule, fact: str) -> tuple[str, ...]:
    return next((one.wanted for one in rule.conditions if one.fact == fact and not one.unless), ())


def _have_to_do(layout: Layout, fact: str, one: Sequence[str], two: Sequence[str]) -> bool:
    """They share a value, or one says what the other says and more."""
    if fact not in SAID:
        return bool({*one} & {*two})
    vocabulary = layout.space.vocabularies[SAID.index(fact)]
    pairs = ((mine, theirs) for mine in one for theirs in two)
    return any(
        vocabulary.heard(mine) & vocabulary.bits_of([theirs]) or vocabulary.heard(theirs) & vocabulary.bits_of([mine])
        for mine, theirs in pairs
    )


def _and_more(rule: Rule) -> Complaint:
    return Complaint(
        kind="overlapping",
        grade="note",
        rule=rule.name,
        place=rule.place,
        says=f"overlaps later rules too, and so may others after it; only the first {MOST} are told",
        remedy="Look at those first",
    )


def _told(layout: Layout, later: tuple[str, ...], alike: list[list[Overlap]]) -> Complaint:
    first, *others = (found[0].earlier for found in alike)
    so_do = f"; so {'do' if len(others) > 1 else 'does'} {quoted(one.name for one in others)}" if others else ""
    return Complaint(
        kind="overlapping",
        grade="note",
        rule=first.name,
        place=first.place,
        says=f"decides cases that {quoted(later)} would send elsewhere{so_do}. {_for_example(layout, alike[0][0])}",
        remedy="Nothing to do if that is meant; if not, change their order or narrow one",
        other=(*(one.name for one in others), *later),
    )


def _for_example(layout: Layout, overlap: Overlap) -> str:
    case, rules = case_of(layout, overlap), (overlap.earlier, overlap.later)
    conditions = [condition for rule in rules for condition in rule.conditions]
    told = dict.fromkeys(answer_in_words(condition.asked_of(case)) for condition in conditions)
    if all(condition.fact != "family" for condition in conditions):
        told |= dict.fromkeys(_technology(rules, case))
    goes, would_go = (queue_for(rule.action, case, layout.rule_set.catalogue).name for rule in rules)
    return f"For example, where {listed(told)}: {goes} instead of {would_go}"


def _technology(rules: Sequence[Rule], case: CaseFacts) -> Iterator[str]:
    """Not asked for, but it says where the case goes."""
    if any(rule.action.queue == OWN_FAMILY for rule in rules):
        yield f"the technology is {name_of('family', case.family) if case.family else 'not known'}"
