"""What a rule may ask about a case, and how the answer is found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from fnmatch import fnmatchcase
from functools import lru_cache

from ..catalog.words import stems_of
from .facts import CaseFacts
from .spans import DAYS, span_of

Wanted = tuple[str, ...]
Found = tuple[str | None, bool]
VALUES = ("family", "product", "severity", "plan", "boundary", "cloud", "region", "language")
YES_OR_NO = ("cover", "family_sure")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """`unless` turns it round: the rule holds only when the fact is none of the wanted."""

    fact: str
    wanted: Wanted
    unless: bool = False

    def asked_of(self, facts: CaseFacts) -> "Answer":
        had, found = _ANSWERS[self.fact](facts, self.wanted)
        return Answer(condition=self, had=had, holds=found is not self.unless)


@dataclass(frozen=True, kw_only=True)
class Answer:
    condition: Condition
    had: str | None
    holds: bool


def known_facts() -> tuple[str, ...]:
    return tuple(_ANSWERS)


def _value(fact: str) -> Callable[[CaseFacts, Wanted], Found]:
    def answer(facts: CaseFacts, wanted: Wanted) -> Found:
        had = getattr(facts, fact)
        return had, had in wanted

    return answer


def _yes_or_no(fact: str) -> Callable[[CaseFacts, Wanted], Found]:
    def answer(facts: CaseFacts, wanted: Wanted) -> Found:
        had = "yes" if getattr(facts, fact) else "no"
        return had, had in wanted

    return answer


def _error_code(facts: CaseFacts, wanted: Wanted) -> Found:
    for code in facts.error_codes:
        if any(fnmatchcase(code.casefold(), pattern.casefold()) for pattern in wanted):
            return code, True
    return ", ".join(facts.error_codes) or None, False


def _text(facts: CaseFacts, wanted: Wanted) -> Found:
    spoken = _spoken(facts.text)
    phrase = next((phrase for phrase in wanted if _spoken_phrase(phrase) in spoken), None)
    return phrase, phrase is not None


def _time(facts: CaseFacts, wanted: Wanted) -> Found:
    """When the case was opened, so that asking later gives the same answer."""
    at = facts.opened_at.astimezone(UTC)
    return f"{DAYS[at.weekday()]} {at:%H:%M}", any(span_of(written).holds(at) for written in wanted)


def _hours_running(facts: CaseFacts, wanted: Wanted) -> Found:
    return f"{facts.hours_running}", facts.hours_running >= int(wanted[0])


@lru_cache(maxsize=256)
def _spoken(text: str) -> str:
    """The text as plain words with spaces around, so that a phrase is found only at the edges of words."""
    return f" {' '.join(stems_of(text))} "


@lru_cache(maxsize=10_000)
def _spoken_phrase(phrase: str) -> str:
    return f" {' '.join(stems_of(phrase))} "


_ANSWERS: dict[str, Callable[[CaseFacts, Wanted], Found]] = {
    **{fact: _value(fact) for fact in VALUES},
    **{fact: _yes_or_no(fact) for fact in YES_OR_NO},
    "error_code": _error_code,
    "text": _text,
    "hours_running": _hours_running,
    "time": _time,
}
