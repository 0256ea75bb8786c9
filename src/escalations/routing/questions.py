"""All that a set of rules asks, each question once however many rules ask it. The answers to all are the bits of one number."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import translate
from functools import cached_property
from operator import attrgetter
from re import compile as pattern_of

from msgspec import Struct

from .conditions import VALUES, YES_OR_NO, Answer, Condition
from .facts import CaseFacts
from .spans import minute_of_week, span_of
from .spotting import PhraseSpotter

Bits = int
Asked = list[tuple[Condition, Bits]]
Finder = Callable[[CaseFacts], Bits]
"""From the facts to the questions on one of them that are answered with what they want."""


class AskedRule(Struct, frozen=True, array_like=True):
    """A rule as far as it takes part in the choice: `needs` are the numbers of its conditions."""

    name: str
    queue: str
    needs: tuple[int, ...] = ()
    expires: date | None = None

    def has_expired(self, at: datetime) -> bool:
        return self.expires is not None and at.date() > self.expires


@dataclass(frozen=True, kw_only=True)
class RuleOutcome:
    """One rule asked about one case. `queue` is as the rule says it."""

    rule: str
    queue: str
    expires: date | None
    expired: bool
    answers: tuple[Answer, ...]
    holds: bool


@dataclass(frozen=True)
class Questions:
    conditions: tuple[Condition, ...]
    rules: tuple[AskedRule, ...]

    @classmethod
    def of(cls, rules: Iterable[tuple[str, str, date | None, tuple[Condition, ...]]]) -> "Questions":
        """Rules as name, queue, expiry and conditions."""
        numbers: dict[Condition, int] = {}
        asked = [
            AskedRule(name, queue, tuple(numbers.setdefault(one, len(numbers)) for one in conditions), expires)
            for name, queue, expires, conditions in rules
        ]
        return cls(tuple(numbers), tuple(asked))

    def holding(self, facts: CaseFacts) -> Bits:
        """The conditions that hold."""
        found = 0
        for finder in self._finders:
            found |= finder(facts)
        return found ^ self._turned

    def asked_one_by_one(self, facts: CaseFacts) -> Bits:
        """The same as `holding`, the plain way."""
        return sum(1 << number for number, one in enumerate(self.conditions) if one.asked_of(facts).holds)

    def first_that_holds(self, holding: Bits, at: datetime) -> int | None:
        """The number of the rule that decides."""
        for number, needs in enumerate(self._needs):
            if needs & holding == needs and not self.rules[number].has_expired(at):
                return number
        return None

    def outcome(self, number: int, holding: Bits, facts: CaseFacts, at: datetime) -> RuleOutcome:
        rule = self.rules[number]
        answers = tuple(self._answer(need, holding, facts) for need in rule.needs)
        expired = rule.has_expired(at)
        holds = not expired and all(answer.holds for answer in answers)
        return RuleOutcome(
            rule=rule.name, queue=rule.queue, expires=rule.expires, expired=expired, answers=answers, holds=holds
        )

    def outcomes(self, holding: Bits, facts: CaseFacts, at: datetime) -> tuple[RuleOutcome, ...]:
        return tuple(self.outcome(number, holding, facts, at) for number in range(len(self.rules)))

    def _answer(self, number: int, holding: Bits, facts: CaseFacts) -> Answer:
        condition = self.conditions[number]
        return Answer(condition=condition, had=condition.asked_of(facts).had, holds=bool(holding >> number & 1))

    @cached_property
    def _needs(self) -> list[Bits]:
        return [sum({1 << number for number in rule.needs}) for rule in self.rules]

    @cached_property
    def _turned(self) -> Bits:
        return sum(1 << number for number, one in enumerate(self.conditions) if one.unless)

    @cached_property
    def _finders(self) -> list[Finder]:
        asked: dict[str, Asked] = defaultdict(list)
        for number, condition in enumerate(self.conditions):
            asked[condition.fact].append((condition, 1 << number))
        return [_FINDERS[fact](fact, questions) for fact, questions in asked.items()]


def _by_wanted(asked: Asked) -> dict[str, Bits]:
    wanted: dict[str, Bits] = defaultdict(int)
    for condition, bit in asked:
        for value in condition.wanted:
            wanted[value] |= bit
    return dict(wanted)


def _value(fact: str, asked: Asked) -> Finder:
    bits, had = _by_wanted(asked).get, attrgetter(fact)
    return lambda facts: bits(had(facts), 0)


def _yes_or_no(fact: str, asked: Asked) -> Finder:
    bits, had = _by_wanted(asked), attrgetter(fact)
    yes, no = bits.get("yes", 0), bits.get("no", 0)
    return lambda facts: yes if had(facts) else no


def _text(_fact: str, asked: Asked) -> Finder:
    spotter = PhraseSpotter(_by_wanted(asked))
    return lambda facts: spotter.found_in(facts.text)


def _error_code(_fact: str, asked: Asked) -> Finder:
    folded: dict[str, Bits] = defaultdict(int)
    for pattern, bits in _by_wanted(asked).items():
        folded[pattern.casefold()] |= bits
    plain = {pattern: bits for pattern, bits in folded.items() if not set(pattern) & set("*?[")}
    globs = [(pattern_of(translate(one)).match, bits) for one, bits in folded.items() if one not in plain]

    def find(facts: CaseFacts) -> Bits:
        found = 0
        for code in map(str.casefold, facts.error_codes):
            found |= plain.get(code, 0)
            for matches, bits in globs:
                if matches(code):
                    found |= bits
        return found

    return find


def _hours_running(_fact: str, asked: Asked) -> Finder:
    hours = [(int(condition.wanted[0]), bit) for condition, bit in asked]

    def find(facts: CaseFacts) -> Bits:
        running = facts.hours_running
        return _total(bit for least, bit in hours if running >= least)

    return find


def _time(_fact: str, asked: Asked) -> Finder:
    spans = [(span_of(written), bits) for written, bits in _by_wanted(asked).items()]

    def find(facts: CaseFacts) -> Bits:
        minute = minute_of_week(facts.opened_at)
        return _total(bits for span, bits in spans if span.covers(minute))

    return find


def _total(bits: Iterator[Bits]) -> Bits:
    found = 0
    for one in bits:
        found |= one
    return found


_FINDERS: dict[str, Callable[[str, Asked], Finder]] = {
    **dict.fromkeys(VALUES, _value),
    **dict.fromkeys(YES_OR_NO, _yes_or_no),
    "text": _text,
    "error_code": _error_code,
    "hours_running": _hours_running,
    "time": _time,
}
