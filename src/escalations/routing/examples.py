"""The examples that stand with the rules, tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from ..catalog.models import Catalogue
from .deciding import decide
from .facts import CaseFacts
from .reading import read_text
from .rules import Example, Rule, RuleSet


@dataclass(frozen=True, kw_only=True)
class ExampleResult:
    rule: Rule
    example: Example
    decided_by: str
    queue: str

    @property
    def is_right(self) -> bool:
        return self.decided_by == self.rule.name and self.queue == self.example.queue


def try_examples(rule_set: RuleSet, at: datetime) -> Iterator[ExampleResult]:
    """Each example must reach its queue, and by its own rule."""
    for rule in rule_set.rules:
        for example in rule.examples:
            yield try_example(rule, example, rule_set, at)


def try_example(rule: Rule, example: Example, rule_set: RuleSet, at: datetime) -> ExampleResult:
    moment = example.at or _while_it_holds(rule, at)
    decision = decide(facts_of(example, rule_set.catalogue, moment), rule_set, (), moment)
    return ExampleResult(rule=rule, example=example, decided_by=decision.rule.name, queue=decision.queue)


def _while_it_holds(rule: Rule, at: datetime) -> datetime:
    return min(at, datetime.combine(rule.expires, time.min, UTC)) if rule.expires else at


def facts_of(example: Example, catalogue: Catalogue, at: datetime) -> CaseFacts:
    reading = read_text(example.title, example.description, example.error_codes, (), catalogue)
    is_sure = reading.sure if example.family is None else True
    return CaseFacts(
        severity=example.severity,
        boundary=example.boundary,
        cloud=catalogue.boundary(example.boundary).cloud,
        opened_at=at,
        family=example.family or reading.family,
        family_sure=is_sure if example.family_sure is None else example.family_sure,
        product=example.product or reading.product,
        plan=example.plan,
        cover=example.cover,
        region=example.region,
        language=example.language,
        error_codes=reading.error_codes,
        text=f"{example.title}\n{example.description}",
        problem_started_at=at - timedelta(hours=example.hours_running),
    )
