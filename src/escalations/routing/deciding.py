"""The decision: which rule holds, where the case goes, who takes it. Pure, and told so that it can be done again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from . import explaining
from .facts import CaseFacts
from .ranking import Weighed, first_of, weigh
from .roster import Candidate
from .rules import Action, Rule, RuleOutcome, RuleSet, outcome_of
from .targets import QueueThen, Target, queue_for, target_of


class RecordContradiction(ValueError):
    """A stored decision does not follow from what is stored with it."""


@dataclass(frozen=True, kw_only=True)
class RuleThen:
    """The rule that decided, as it was."""

    name: str
    owner: str
    reason: str
    place: str
    action: Action


@dataclass(frozen=True, kw_only=True)
class Decision:
    at: datetime
    rules_hash: str
    facts: CaseFacts
    outcomes: tuple[RuleOutcome, ...]
    rule: RuleThen
    routed_to: QueueThen
    candidates: tuple[Weighed, ...]
    assignee_id: int | None

    @property
    def queue(self) -> str:
        return self.routed_to.key

    @property
    def target(self) -> Target:
        return target_of(self.rule.action, self.facts, self.routed_to)

    @property
    def tags(self) -> tuple[str, ...]:
        return self.rule.action.tags

    @property
    def escalate(self) -> str | None:
        return self.rule.action.escalate

    @property
    def reasons(self) -> list[str]:
        return self.explain()

    def explain(self) -> list[str]:
        """Why here: which rule, where to, and who takes it or why nobody does."""
        matched = next(outcome for outcome in self.outcomes if outcome.holds)
        return [
            explaining.which_rule(matched),
            explaining.where_to(self.target),
            explaining.who_takes_it(self.candidates, self.assignee_id, self.facts, self.target),
        ]

    def to_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return {**plain, "queue": self.queue, "reasons": self.reasons}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> "Decision":
        return msgspec.convert(record, cls)


def decide(facts: CaseFacts, rule_set: RuleSet, roster: Iterable[Candidate], at: datetime) -> Decision:
    outcomes = tuple(outcome_of(rule.name, rule.conditions, rule.expires, facts, at) for rule in rule_set.rules)
    rule = _as_it_is(rule_set.named(_first_that_holds(outcomes)))
    routed_to = queue_for(rule.action, facts, rule_set.catalogue)
    return _settled(facts, outcomes, rule, routed_to, roster, rule_set.hash, at)


def recompute(record: dict[str, Any]) -> Decision:
    """The same decision from its record alone: rules as they were asked, facts and candidates as they were."""
    stored = Decision.from_json(record)
    outcomes = tuple(_asked_again(outcome, stored.facts, stored.at) for outcome in stored.outcomes)
    holds = _first_that_holds(outcomes)
    if holds != stored.rule.name:
        raise RecordContradiction(
            f"The record names the rule {stored.rule.name!r}, but by its facts {holds!r} decides."
        )
    roster = [weighed.candidate for weighed in stored.candidates]
    return _settled(stored.facts, outcomes, stored.rule, stored.routed_to, roster, stored.rules_hash, stored.at)


def _settled(
    facts: CaseFacts,
    outcomes: tuple[RuleOutcome, ...],
    rule: RuleThen,
    routed_to: QueueThen,
    roster: Iterable[Candidate],
    rules_hash: str,
    at: datetime,
) -> Decision:
    target = target_of(rule.action, facts, routed_to)
    in_order = sorted(roster, key=lambda candidate: candidate.person_id)
    candidates = tuple(weigh(candidate, facts, target, at) for candidate in in_order)
    first = first_of(candidates)
    return Decision(
        at=at,
        rules_hash=rules_hash,
        facts=facts,
        outcomes=outcomes,
        rule=rule,
        routed_to=routed_to,
        candidates=candidates,
        assignee_id=first.candidate.person_id if first else None,
    )


def _first_that_holds(outcomes: Iterable[RuleOutcome]) -> str:
    for outcome in outcomes:
        if outcome.holds:
            return outcome.rule
    raise RecordContradiction("No rule holds for these facts; the last rule must hold for all.")


def _asked_again(outcome: RuleOutcome, facts: CaseFacts, at: datetime) -> RuleOutcome:
    conditions = tuple(answer.condition for answer in outcome.answers)
    return outcome_of(outcome.rule, conditions, outcome.expires, facts, at)


def _as_it_is(rule: Rule) -> RuleThen:
    return RuleThen(name=rule.name, owner=rule.owner, reason=rule.reason, place=rule.place, action=rule.action)
