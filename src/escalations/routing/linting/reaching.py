"""Rules that no case reaches: their conditions exclude each other, or earlier rules take all they ask for."""

from collections.abc import Iterator
from datetime import timedelta

from ..conditions import Condition
from ..naming import condition_in_words, listed
from ..rules import Rule
from .complaints import Complaint, quoted
from .covering import gap_in
from .layout import Layout


def unreached(layout: Layout) -> Iterator[Complaint]:
    for rule in layout.rules:
        if rule.name in layout.sleeping:
            yield _asleep(layout, rule)
        elif rule.name not in layout.takers:
            continue
        elif not (takers := layout.takers[rule.name]):
            yield _impossible(layout, rule)
        elif len(takers) > 1:
            yield _taken_together(rule, takers)
        else:
            yield _taken_by(layout, rule, *takers)


def without_catch_all(layout: Layout) -> Iterator[Complaint]:
    lasting = [layout.boxes[rule.name] for rule in layout.alive if rule.expires is None]
    gap = gap_in(layout.space, layout.space.everything, lasting)
    if gap is not None:
        place = layout.rule_set.rules[-1].place if layout.rule_set.rules else "rules/:1"
        yield Complaint(
            kind="catch_all",
            grade="error",
            rule="",
            place=place,
            says="there are cases for which no rule holds for good",
            remedy="End with a rule that has no `when`, `unless` or `expires`",
        )


def _impossible(layout: Layout, rule: Rule) -> Complaint:
    clash = _clash(layout, rule)
    part = "unless" if clash[-1].unless else "when"
    told = listed(map(condition_in_words, clash))
    return Complaint(
        kind="unreachable",
        grade="error",
        rule=rule.name,
        place=rule.place_of(part, clash[-1].fact),
        says=f"never holds: no case has {'all of this' if len(clash) > 1 else 'this'}: {told}",
        remedy="Correct the conditions, or take the rule out",
    )


def _clash(layout: Layout, rule: Rule) -> list[Condition]:
    """As few of its conditions as exclude each other."""
    left = list(rule.conditions)
    for condition in rule.conditions:
        fewer = [one for one in left if one is not condition]
        left = fewer if layout.space.is_empty(layout.space.box_of(fewer)) else left
    return left


def _taken_together(rule: Rule, takers: tuple[Rule, ...]) -> Complaint:
    names = tuple(one.name for one in takers)
    net = not rule.conditions
    return Complaint(
        kind="unreachable",
        grade="note" if net else "error",
        rule=rule.name,
        place=rule.place,
        says=f"never decides: {quoted(names)} together take every case{'' if net else ' it asks for'}",
        remedy="Keep it as the net below the others" if net else "Move it above them, or take it out",
        other=names,
    )


def _taken_by(layout: Layout, rule: Rule, taker: Rule) -> Complaint:
    equal = layout.space.are_equal(layout.boxes[rule.name], layout.boxes[taker.name])
    does_the_same = rule.action == taker.action
    if equal and not does_the_same:
        return Complaint(
            kind="contradictory",
            grade="error",
            rule=rule.name,
            place=rule.place,
            says=f"asks for the same cases as “{taker.name}” at {taker.place}, but does something else with them; the first decides",
            remedy="Keep one of them, or make their conditions differ",
            other=(taker.name,),
        )
    return Complaint(
        kind="shadowed",
        grade="error",
        rule=rule.name,
        place=rule.place,
        says=f"never decides: “{taker.name}” at {taker.place} takes every case it asks for"
        + (" and does the same with it" if does_the_same else ""),
        remedy="Take it out" if does_the_same else f"Move it above “{taker.name}”, or narrow that one",
        other=(taker.name,),
    )


def _asleep(layout: Layout, rule: Rule) -> Complaint:
    """Meant so, mostly, but worth knowing."""
    takers = tuple(one.name for one in layout.sleeping[rule.name])
    takes = "takes" if len(takers) == 1 else "take"
    return Complaint(
        kind="asleep",
        grade="note",
        rule=rule.name,
        place=rule.place,
        says=f"decides nothing before {layout.wakes_after(rule) + timedelta(days=1)}: {quoted(takers)} {takes} every case it asks for until then",
        remedy="Nothing to do if that is meant",
        other=takers,
    )
