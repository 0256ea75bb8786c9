"""The decision: which rule holds, where the case goes, who takes it. Pure, and told so that it can be done again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec

from . import explaining
from .assignment import Assignment
from .choosing import Choice, choose
from .facts import CaseFacts
from .first_records import is_first, renewed
from .hurdles import against, read
from .questions import Questions, RuleOutcome
from .ranking import Weighed
from .records import Able, AskedCondition, Record, RuleThen, Trigger
from .roster import Candidate
from .rules import OWN_FAMILY, Action, Relax, Rule, RuleSet
from .standing import Ask
from .targets import SENT_BY_A_PERSON, QueueThen, Target, as_it_is, queue_for, target_of

_NOTHING_ASKED = Questions((), ())


class RecordContradiction(ValueError):
    """A stored decision does not follow from what is stored with it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Decision:
    """`questions` are all rules with what they asked, and `holding` the conditions that held; a drained case asks none."""

    at: datetime
    trigger: Trigger
    rules_hash: str
    facts: CaseFacts
    rule: RuleThen
    routed_to: QueueThen
    assignment: Assignment = field(repr=False)
    choice: Choice = field(repr=False)
    questions: Questions = field(repr=False, default=_NOTHING_ASKED)
    holding: int = field(repr=False, default=0)

    @property
    def queue(self) -> str:
        return self.routed_to.key

    @property
    def target(self) -> Target:
        return self.choice.target

    @property
    def relaxed(self) -> tuple[Relax, ...]:
        return self.choice.relaxed

    @property
    def tags(self) -> tuple[str, ...]:
        return self.rule.action.tags

    @property
    def escalate(self) -> str | None:
        return self.rule.action.escalate

    @property
    def assignee_id(self) -> int | None:
        return self.choice.assignee_id

    @property
    def chosen(self) -> Weighed | None:
        return self.choice.chosen

    @property
    def candidates(self) -> tuple[Weighed, ...]:
        return self.choice.candidates

    @cached_property
    def outcomes(self) -> tuple[RuleOutcome, ...]:
        """Every rule with every answer, in order."""
        return self.questions.outcomes(self.holding, self.facts, self.at)

    @property
    def reasons(self) -> list[str]:
        return self.explain()

    def explain(self) -> list[str]:
        """Why here: which rule, where to, and who takes it or why nobody does."""
        number = self.questions.first_that_holds(self.holding, self.at)
        matched = None if number is None else self.questions.outcome(number, self.holding, self.facts, self.at)
        return [
            explaining.which_rule(matched) if matched else explaining.which_rule_before(self.rule.name),
            explaining.where_to(self.target, self.facts),
            explaining.who_takes_it(self.choice),
        ]  # fmt: skip

    def stored(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What was known of the case, and all else: the two columns from which the decision can be made again."""
        record: dict[str, Any] = msgspec.to_builtins(self._record)
        return self.facts.to_json(), record

    @classmethod
    def restored(cls, facts: dict[str, Any], record: dict[str, Any]) -> "Decision":
        """As it was stored; whether that is true is asked by `recompute`."""
        return _from_record(*_read(facts, record))

    @property
    def _record(self) -> Record:
        conditions = self.questions.conditions
        return Record(
            at=self.at, trigger=self.trigger, rules_hash=self.rules_hash, rule=self.rule, routed_to=self.routed_to,
            conditions=tuple(map(AskedCondition.of, conditions)), rules=self.questions.rules,
            holds=f"{self.holding:0{len(conditions)}b}"[::-1] if conditions else "", assignment=self.assignment,
            relaxed=self.relaxed, able=tuple(map(Able.of, self.choice.able)), unable=self.choice.unable, assignee_id=self.assignee_id, tied=self.choice.tied,
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and (self.facts, self._record) == (other.facts, other._record)

    __hash__ = None  # type: ignore[assignment]


def queue_by_rules(facts: CaseFacts, rule_set: RuleSet, at: datetime) -> str:
    """The queue that `decide` would say, where nobody will ask why or who: of what is over."""
    questions = rule_set.questions
    rule = rule_set.rules[_first_that_holds(questions, questions.holding(facts), at)]
    return queue_for(rule.action, facts, rule_set.catalogue).key


def decide(facts: CaseFacts, rule_set: RuleSet, roster: Iterable[Candidate], at: datetime) -> Decision:
    holding = rule_set.questions.holding(facts)
    rule = rule_then(rule_set.rules[_first_that_holds(rule_set.questions, holding, at)])
    routed_to = queue_for(rule.action, facts, rule_set.catalogue)
    return Decision(
        at=at, trigger="opened", rules_hash=rule_set.hash, facts=facts, rule=rule, routed_to=routed_to, assignment=rule_set.assignment,
        choice=choose(facts, rule.action, routed_to, roster, at, rule_set.assignment), questions=rule_set.questions, holding=holding,
    )  # fmt: skip


def decide_in_queue(
    rule: RuleThen | None, facts: CaseFacts, queue: str, rule_set: RuleSet, roster: Iterable[Candidate], at: datetime, trigger: Trigger = "drained"
) -> Decision:  # fmt: skip
    """Who takes a case that stands in a queue. Its rule still says whom to ask for, unless a person sent it elsewhere."""
    routed_to = as_it_is(rule_set.catalogue.queue(queue))
    if rule is None or queue_for(rule.action, facts, rule_set.catalogue).key != queue:
        rule = _sent_by_a_person(facts, queue, rule_set)
    return Decision(
        at=at, trigger=trigger, rules_hash=rule_set.hash, facts=facts, rule=rule, routed_to=routed_to, assignment=rule_set.assignment,
        choice=choose(facts, rule.action, routed_to, roster, at, rule_set.assignment),
    )  # fmt: skip


def recompute(facts: dict[str, Any], record: dict[str, Any]) -> Decision:
    """The same decision from its record alone: rules as they were asked, facts and people as they were."""
    known, stored = _read(facts, record)
    told = _from_record(known, stored)
    if told.questions.rules:
        _check_rule(told)
    _check_people(told.choice)
    _check_outcome(told, stored)
    return told


def rule_then_of(record: dict[str, Any]) -> RuleThen:
    """The rule of a stored decision."""
    return msgspec.convert(record["rule"], RuleThen)


def rule_then(rule: Rule) -> RuleThen:
    return RuleThen(name=rule.name, owner=rule.owner, reason=rule.reason, place=rule.place, action=rule.action)


def _read(facts: dict[str, Any], record: dict[str, Any]) -> tuple[CaseFacts, Record]:
    if is_first(record):
        known = CaseFacts.from_json(facts or record["facts"])
        return known, renewed(known, record)
    return CaseFacts.from_json(facts), msgspec.convert(record, Record)


def _from_record(facts: CaseFacts, record: Record) -> Decision:
    ask = Ask.of(facts, target_of(record.rule.action, facts, record.routed_to), record.assignment, record.at)
    standing = tuple(one.as_standing() for one in record.able)
    return Decision(
        at=record.at, trigger=record.trigger, rules_hash=record.rules_hash, facts=facts, rule=record.rule, routed_to=record.routed_to,
        assignment=record.assignment, choice=Choice(ask=ask, able=standing, tell_unable=lambda: record.unable),
        questions=Questions(tuple(one.as_condition() for one in record.conditions), record.rules),
        holding=int(record.holds[::-1] or "0", 2),
    )  # fmt: skip


def _first_that_holds(questions: Questions, holding: int, at: datetime) -> int:
    first = questions.first_that_holds(holding, at)
    if first is None:
        raise RecordContradiction("No rule holds for these facts; the last rule must hold for all.")
    return first


def _check_rule(told: Decision) -> None:
    holding = told.questions.asked_one_by_one(told.facts)
    holds = told.questions.rules[_first_that_holds(told.questions, holding, told.at)]
    if holds.name != told.rule.name:
        raise RecordContradiction(
            f"The record names the rule {told.rule.name!r}, but by its facts {holds.name!r} decides."
        )
    if holding != told.holding:
        raise RecordContradiction("The record says of a condition that it held, or that it did not, against its facts.")


def _check_people(choice: Choice) -> None:
    for one in choice.able:
        if reasons := read(against(one, choice.ask)):
            raise RecordContradiction(
                f"The record counts {one.name} among the able, who {reasons[0].in_words(choice.ask)}."
            )
    for other in choice.candidates:
        if not other.is_able and not (other.reasons and all(one.still_counts(choice.ask) for one in other.reasons)):
            raise RecordContradiction(
                f"The record keeps {other.name} from the case, and what it says against them does not."
            )


def _check_outcome(told: Decision, stored: Record) -> None:
    if told.assignee_id != stored.assignee_id:
        says = f"The record names {stored.assignee_id} as owner, but by its people {told.assignee_id} comes first."
        raise RecordContradiction(says)
    if (told.relaxed, told.choice.tied) != (stored.relaxed, stored.tied):
        raise RecordContradiction(
            "What the record says was relaxed, or tied, does not follow from its rule and people."
        )
    if told.rule.action.queue not in (OWN_FAMILY, told.queue):
        raise RecordContradiction(f"The record sends the case to {told.queue}, its rule to {told.rule.action.queue}.")


def _sent_by_a_person(facts: CaseFacts, queue: str, rule_set: RuleSet) -> RuleThen:
    families = rule_set.catalogue.queue(queue).families
    skill = facts.family if facts.family in families else next(iter(families), None)
    action = Action(queue=queue, require={skill: 1} if skill else {})
    reason = "Nobody but a person sent it to this queue, so it asks for what the queue is for."
    return RuleThen(name=SENT_BY_A_PERSON, owner="", reason=reason, place="", action=action)
