"""All that can be wrong with a set of rules that loads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..rules import RuleSet
from .complaints import Complaint, in_order
from .dating import dated, never_hit
from .layout import Layout
from .needless import needless
from .overlapping import overlapping
from .reaching import unreached, without_catch_all
from .relaxing import idle_steps
from .spelling import misspelled
from .staffing import Skilled, understaffed
from .trying import wrong_examples


@dataclass(frozen=True, kw_only=True)
class Practice:
    """What the rules met: how many cases each decided in the last days, and who works now."""

    hits: Mapping[str, int]
    days: int
    staff: frozenset[Skilled]


def lint(rule_set: RuleSet, at: datetime, practice: Practice | None = None) -> list[Complaint]:
    layout = Layout(rule_set, at)
    met = of_practice(layout, practice) if practice else ()
    return in_order(rule_set, [*of_rules(layout), *met])


def of_rules(layout: Layout) -> Iterator[Complaint]:
    yield from without_catch_all(layout)
    yield from unreached(layout)
    yield from wrong_examples(layout)
    yield from dated(layout)
    yield from misspelled(layout)
    yield from idle_steps(layout)
    yield from needless(layout)
    yield from overlapping(layout)


def of_practice(layout: Layout, practice: Practice) -> Iterator[Complaint]:
    yield from understaffed(layout, practice.staff)
    yield from never_hit(layout, practice.hits, practice.days)
