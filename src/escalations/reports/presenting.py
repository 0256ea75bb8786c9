"""Finished values for the reports: names for keys, words for seconds, shares for bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..cases.account import PARTY_WORDS
from ..cases.models import SEVERITIES
from ..cases.turns import PARTIES
from ..catalog.loading import catalogue
from ..customers.models import PLANS
from ..platform.time import spell
from .queries import PromiseCount, TimeShare

ALL = "Altogether"


@dataclass(frozen=True)
class Part:
    """A party's part of a bar, in percent of it, with the words that say the same."""

    party: str
    x: float
    width: float
    words: str


@dataclass(frozen=True)
class TimeRow:
    """`name` is of the catalogue, `label` ours where it has none. `typical` and `most` are the median and what nine of ten cases stay under, by party."""

    name: str
    label: str
    cases: int
    parts: list[Part]
    typical: list[tuple[str, str, str]]


@dataclass(frozen=True)
class PromiseRow:
    name: str
    label: str
    counts: dict[str, int]
    share_kept: str


def time_row(share: TimeShare, by: str) -> TimeRow:
    name, label = ("", ALL) if share.key is None else _called(by, share.key)
    typical = [(party, hours(share.medians[party]), hours(share.p90[party])) for party in PARTIES]
    return TimeRow(name, label, share.cases, list(_parts(share.sums)), typical)


def _parts(sums: dict[str, int]) -> Iterable[Part]:
    whole, x = sum(sums.values()), 0.0
    for party, seconds in sums.items():
        width = 100 * seconds / whole if whole else 0.0
        if width:
            words = f"{PARTY_WORDS[party]} {width:.0f} %, {spell(timedelta(seconds=seconds))}"
            yield Part(party, round(x, 2), round(width, 2), words)
        x += width


def hours(seconds: float) -> str:
    """With one place below ten; a dot where there is nothing."""
    value = seconds / 3600
    if value < 0.05:
        return "·"
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def promise_rows(counts: Sequence[PromiseCount]) -> tuple[PromiseRow | None, list[PromiseRow], list[PromiseRow]]:
    """All of them, by family, by week with the newest first."""
    whole = next((_promises(("", ALL), one) for one in counts if one.family is None and one.week is None), None)
    families = [_promises((name_of("family", one.family), ""), one) for one in counts if one.family is not None]
    weeks = sorted((one for one in counts if one.week is not None), key=lambda one: one.week or "", reverse=True)
    return (
        whole,
        sorted(families, key=lambda row: row.name),
        [_promises(("", name_of("week", one.week or "")), one) for one in weeks],
    )


def _promises(called: tuple[str, str], count: PromiseCount) -> PromiseRow:
    decided = sum(count.counts[outcome] for outcome in ("kept", "late", "broken"))
    share = f"{100 * count.counts['kept'] / decided:.0f} %" if decided else "·"
    return PromiseRow(*called, count.counts, share)


def _called(by: str, key: str) -> tuple[str, str]:
    name = name_of(by, key)
    return (name, "") if by in ("family", "queue") else ("", name)


def name_of(by: str, key: str) -> str:
    """Also of what has left the catalogue."""
    match by:
        case "family":
            return catalogue().families[key].name if key in catalogue().families else key
        case "queue":
            return catalogue().families[key].name if key in catalogue().families else key.replace("_", " ").capitalize()
        case "plan":
            return PLANS.get(key, key)
        case "severity":
            return f"Severity {key}, {SEVERITIES.get(key, '')}"
        case _:
            return f"Week of {date.fromisoformat(key):%-d %b %Y}"
