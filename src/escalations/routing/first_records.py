"""Decisions of the first release, which kept everybody and every answer whole: read as if they had been stored like today's."""

from typing import Any

import msgspec

from .assignment import Assignment
from .choosing import choose
from .conditions import Condition
from .facts import CaseFacts
from .questions import Questions
from .records import Able, AskedCondition, Record, RuleThen
from .roster import Candidate
from .rules import Action
from .targets import QueueThen

_RESTED_ON = msgspec.convert(
    {
        "units": {"A": 3, "B": 2, "C": 1}, "shortest_rest_of_shift": dict.fromkeys("ABC", 30), "acknowledge_within": dict.fromkeys("ABC", 0),
        "alert_after": dict.fromkeys("ABC", ()), "transfers_before_brake": 1, "familiar_days": 0, "off_shift_grace": 0, "not_again_within": 0,
        "points": {"skill": {"A": 10, "B": 5, "C": 0}, "preferred": 0, "language": 25, "familiar": 0, "room": 30, "busy": 20},
    },
    Assignment,
)  # fmt: skip
"""These numbers stood in the program then."""


def is_first(record: dict[str, Any]) -> bool:
    return "candidates" in record


def renewed(facts: CaseFacts, record: dict[str, Any]) -> Record:
    questions, holds = _questions(record)
    rule, routed_to = _rule(record["rule"]), msgspec.convert(record["routed_to"], QueueThen)
    at = msgspec.convert(record["at"], type(facts.opened_at))
    people = [msgspec.convert(one["candidate"], Candidate) for one in record["candidates"]]
    choice = choose(facts, rule.action, routed_to, people, at, _RESTED_ON)
    return Record(
        at=at, trigger="opened", rules_hash=record["rules_hash"], conditions=tuple(map(AskedCondition.of, questions.conditions)),
        holds=holds, rules=questions.rules, rule=rule, routed_to=routed_to, assignment=_RESTED_ON, relaxed=(),
        able=tuple(map(Able.of, choice.able)), unable=choice.unable, assignee_id=record["assignee_id"], tied=choice.tied,
    )  # fmt: skip


def _questions(record: dict[str, Any]) -> tuple[Questions, str]:
    """The queues of rules were not kept, but for the one that decided."""
    held: dict[Condition, bool] = {}
    rules = []
    for outcome in record["outcomes"]:
        asked = [(_condition(answer["condition"]), answer["holds"]) for answer in outcome["answers"]]
        held |= dict(asked)
        decided = outcome["rule"] == record["rule"]["name"]
        queue = record["rule"]["action"]["queue"] if decided else ""
        rules.append((outcome["rule"], queue, outcome["expires"], tuple(condition for condition, _ in asked)))
    return Questions.of(rules), "".join("1" if holds else "0" for holds in held.values())


def _condition(plain: dict[str, Any]) -> Condition:
    return Condition(fact=plain["fact"], wanted=tuple(plain["wanted"]), unless=plain["unless"])


def _rule(plain: dict[str, Any]) -> RuleThen:
    action = {**plain["action"]}
    skill, level = action.pop("skill"), action.pop("level")
    require = {skill: level} if skill else {}
    return RuleThen(**{**plain, "action": msgspec.convert({**action, "require": require}, Action)})
