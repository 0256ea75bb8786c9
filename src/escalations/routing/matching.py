"""Which rule decides, for many cases a second: every rule is a bit, and each fact takes away the rules it contradicts."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime

from .conditions import VALUES, YES_OR_NO
from .deciding import RecordContradiction
from .facts import CaseFacts
from .hits import Question, Questions, Sieve, all_of, asked_twice
from .rules import Rule, RuleSet
from .sieves import code_sieve, hours_sieve, text_sieve, time_sieve, value_sieve, yes_or_no_sieve

_SIEVES: Mapping[str, Callable[[str, Questions], Sieve]] = {
    **dict.fromkeys(VALUES, value_sieve),
    **dict.fromkeys(YES_OR_NO, yes_or_no_sieve),
    "hours_running": hours_sieve,
    "time": time_sieve,
    "error_code": code_sieve,
}


class Matcher:
    """The same answer as the first rule that holds in `decide`, without asking all of them."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._rules = rule_set.rules
        self._in_force: dict[date, int] = {}
        asked = _questions(self._rules)
        texts = asked.pop("text", [])
        self._asks_text, self._text = all_of(texts), text_sieve(texts)
        self._unsure = asked_twice(texts)
        self._sieves: list[Sieve] = []
        for fact, questions in asked.items():
            if fact in _SIEVES:
                self._sieves.append(_SIEVES[fact](fact, questions))
                self._unsure |= asked_twice(questions)
            else:
                self._unsure |= all_of(questions)

    def rule_for(self, facts: CaseFacts, at: datetime) -> Rule:
        left = self._still_in_force(at.date())
        for sieve in self._sieves:
            left &= sieve(facts)
        unsure = self._unsure
        if left & -left & self._asks_text:
            left &= self._text(facts)
        else:
            unsure |= self._asks_text
        return self._first_of(left, unsure, facts)

    def _first_of(self, left: int, unsure: int, facts: CaseFacts) -> Rule:
        """Of a rule that is not settled yet each condition is asked."""
        while left:
            first = left & -left
            rule = self._rules[first.bit_length() - 1]
            if not first & unsure or all(condition.asked_of(facts).holds for condition in rule.conditions):
                return rule
            left ^= first
        raise RecordContradiction("No rule holds for these facts; the last rule must hold for all.")

    def _still_in_force(self, day: date) -> int:
        if day not in self._in_force:
            lasting = (rule.expires is None or day <= rule.expires for rule in self._rules)
            self._in_force[day] = sum(1 << number for number, lasts in enumerate(lasting) if lasts)
        return self._in_force[day]


def _questions(rules: tuple[Rule, ...]) -> dict[str, list[Question]]:
    asked: dict[str, list[Question]] = defaultdict(list)
    for number, rule in enumerate(rules):
        for condition in rule.conditions:
            asked[condition.fact].append(Question(1 << number, condition))
    return asked
