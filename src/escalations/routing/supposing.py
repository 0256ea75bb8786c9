"""What could have been otherwise about a case, as far as its rules can tell the difference: one fact at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, get_args

from ..catalog.models import Catalogue, Severity
from ..catalog.words import stems_of
from .conditions import Condition
from .facts import CaseFacts
from .naming import name_of
from .spans import DAY, DAYS, WEEK, minute_of_week, span_of

KINDS = {
    "severity": ("severity",), "cover": ("cover",), "sure": ("family_sure",), "technology": ("family", "product"), "plan": ("plan",),
    "moment": ("hours_running", "time"), "language": ("language",), "code": ("error_code",), "text": ("text",),
    "place": ("boundary", "cloud", "region"),
}  # fmt: skip
"""What belongs together changes together: a product lies in its family, a region in its boundary."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """`fact` is `value` now, None meaning that there is none; `fields` are those of the facts that follow from it."""

    kind: str
    fact: str
    value: str | None
    fields: Mapping[str, Any] = field(hash=False)

    @property
    def in_words(self) -> str:
        """As it goes on after an “if”."""
        return _WORDS[self.fact](self.value)


def changes_of(facts: CaseFacts, conditions: Iterable[Condition], known: Catalogue) -> Iterator[Change]:
    """Those that differ from what is known; of values that no rule asks for, those that people have names for."""
    wanted: dict[str, list[str]] = {}
    for condition in conditions:
        wanted.setdefault(condition.fact, []).extend(condition.wanted)
    asked = {fact: tuple(dict.fromkeys(values)) for fact, values in wanted.items()}
    for change in _all(facts, asked, known):
        if replace(facts, **change.fields) != facts:
            yield change


def _all(facts: CaseFacts, asked: Mapping[str, tuple[str, ...]], known: Catalogue) -> Iterator[Change]:
    yield from (_one("severity", letter) for letter in get_args(Severity))
    yield _one("cover", "no" if facts.cover else "yes", cover=not facts.cover)
    yield _one("family_sure", "no" if facts.family_sure else "yes", family_sure=not facts.family_sure)
    yield from _moments(facts, asked)
    yield from (_one("plan", plan) for plan in (*known.plans, None))
    yield from (_one("language", code) for code in dict.fromkeys((*asked.get("language", ()), "en", "ja")))
    yield from _texts(facts, asked.get("text", ()))
    yield from _codes(facts, asked.get("error_code", ()))
    yield from _technologies(asked, known)
    yield from _places(asked, known)


def _one(fact: str, value: str | None, **fields: Any) -> Change:
    kind = next(kind for kind, facts in KINDS.items() if fact in facts)
    return Change(kind=kind, fact=fact, value=value, fields=fields or {fact: value})


def _technologies(asked: Mapping[str, tuple[str, ...]], known: Catalogue) -> Iterator[Change]:
    """A product brings its family along; another family has nothing of the product."""
    for key in asked.get("product", ()):
        if key in known.products:
            yield _one("product", key, product=key, family=known.products[key].family)
    yield _one("product", None)
    yield from (_one("family", key, family=key, product=None) for key in (*known.families, None))


def _places(asked: Mapping[str, tuple[str, ...]], known: Catalogue) -> Iterator[Change]:
    for key in asked.get("region", ()):
        if key in known.regions:
            boundary = known.regions[key].boundary
            yield _one("region", key, region=key, boundary=boundary, cloud=known.boundaries[boundary].cloud)
    yield _one("region", None)
    for key, there in known.boundaries.items():
        yield _one("boundary", key, boundary=key, cloud=there.cloud, region=None)


def _moments(facts: CaseFacts, asked: Mapping[str, tuple[str, ...]]) -> Iterator[Change]:
    for least in sorted({int(hours) for hours in asked.get("hours_running", ())}):
        hours = least if facts.hours_running < least else max(0, least - 1)
        yield _one("hours_running", str(hours), problem_started_at=facts.opened_at - timedelta(hours=hours))
    edges = {edge % WEEK for written in asked.get("time", ()) for range_ in span_of(written).ranges for edge in range_}
    for minute in sorted(edges):
        later = timedelta(minutes=minute - minute_of_week(facts.opened_at))
        started = facts.problem_started_at and facts.problem_started_at + later
        written = f"{DAYS[minute // DAY].capitalize()} {minute % DAY // 60:02}:{minute % 60:02} UTC"
        yield _one("time", written, opened_at=facts.opened_at + later, problem_started_at=started)


def _texts(facts: CaseFacts, phrases: Iterable[str]) -> Iterator[Change]:
    words = stems_of(facts.text)
    for phrase in phrases:
        without = _cut(words, stems_of(phrase))
        if without == words:
            yield _one("text", f"+{phrase}", text=f"{facts.text}\n{phrase}")
        else:
            yield _one("text", f"-{phrase}", text=" ".join(without))


def _cut(words: tuple[str, ...], phrase: tuple[str, ...]) -> tuple[str, ...]:
    left: list[str] = []
    for word in words:
        left.append(word)
        if phrase and tuple(left[-len(phrase) :]) == phrase:
            del left[-len(phrase) :]
    return tuple(left)


def _codes(facts: CaseFacts, patterns: Iterable[str]) -> Iterator[Change]:
    """Of a pattern the shortest code that it fits."""
    for pattern in patterns:
        if not set(pattern) & set("?["):
            code = pattern.replace("*", "")
            yield _one("error_code", code, error_codes=(*facts.error_codes, code))
    yield _one("error_code", None, error_codes=())


def _named(fact: str, sentence: str, none: str) -> Callable[[str | None], str]:
    return lambda value: sentence.replace("{name}", name_of(fact, value)) if value is not None else none


def _phrase(value: str | None) -> str:
    sign, phrase = (value or "+")[0], (value or "+")[1:]
    return f"the text {'said' if sign == '+' else 'did not say'} “{phrase}”"


_WORDS: Mapping[str, Callable[[str | None], str]] = {
    "severity": lambda value: f"it were severity {value}",
    "cover": lambda value: (
        "the customer had rapid-response cover" if value == "yes" else "the customer had no rapid-response cover"
    ),
    "family_sure": lambda value: "the technology were clear" if value == "yes" else "the technology were not clear yet",
    "family": _named("family", "the technology were {name}", "no technology were known"),
    "product": _named("product", "the product were {name}", "no product were known"),
    "plan": _named("plan", "the plan were {name}", "the customer had no plan"),
    "region": _named("region", "the region were {name}", "no region were known"),
    "boundary": _named("boundary", "it were in {name}", ""),
    "language": _named("language", "the customer wrote in {name}", ""),
    "error_code": _named("error_code", "it named the error code {name}", "it named no error code"),
    "text": _phrase,
    "hours_running": lambda value: f"the problem had run for {value} hours",
    "time": lambda value: f"it had been opened at {value}",
}
