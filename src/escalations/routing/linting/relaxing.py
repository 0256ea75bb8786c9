"""Steps of relaxing that never change whom a rule asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace as changed

from msgspec.structs import replace

from ..facts import CaseFacts
from ..rules import Action, Relax, Rule
from ..targets import queue_for, target_of
from .complaints import Complaint
from .layout import Layout


def idle_steps(layout: Layout) -> Iterator[Complaint]:
    for rule in layout.alive:
        for number, step in enumerate(rule.action.relax):
            if _asks(layout, rule, rule.action) == _asks(layout, rule, _without(rule.action, number)):
                yield _idle(rule, step)


def _without(action: Action, number: int) -> Action:
    return replace(action, relax=(*action.relax[:number], *action.relax[number + 1 :]))


def _asks(layout: Layout, rule: Rule, action: Action) -> list[object]:
    """What the action asks of people in each family of the rule, at each moment at which that can change."""
    asked: list[object] = []
    for facts in _by_family(layout, rule):
        for step in rule.action.relax:
            waited = changed(facts, waited_minutes=step.after)
            target = target_of(action, waited, queue_for(action, waited, layout.rule_set.catalogue))
            asked.append((target.require, target.language))
    return asked


def _by_family(layout: Layout, rule: Rule) -> Iterable[CaseFacts]:
    return {facts.family: facts for facts in layout.space.facts_on("family", layout.boxes[rule.name])}.values()


def _idle(rule: Rule, step: Relax) -> Complaint:
    return Complaint(
        kind="relaxing",
        grade="warning",
        rule=rule.name,
        place=rule.place_of("then", "relax", value=f"after = {step.after}"),
        says=f"has a step of relaxing after {step.after} minutes that changes nothing",
        remedy="Take it out, or relax more",
    )
