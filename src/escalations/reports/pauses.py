"""The findings of the pause auditor over many cases, and what they add up to. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..clocks.auditing import FINDINGS, FindingKind, PauseFinding, audit, lost_minutes, pauses_in
from ..clocks.policies import clock_policies
from ..platform.time import now
from .queries.pauses import PausedCase


@dataclass(frozen=True)
class Found:
    case: PausedCase
    finding: PauseFinding

    @property
    def ref(self) -> str:
        return f"C-{self.case.id}"

    @property
    def kind_words(self) -> str:
        return FINDINGS[self.finding.kind]


@dataclass(frozen=True)
class Total:
    """Of a family or a queue: how many of each kind, and the minutes of open time that were lost."""

    key: str
    counts: dict[FindingKind, int]
    minutes: int


def findings_of(cases: Iterable[PausedCase], since: datetime, before: datetime | None) -> list[Found]:
    """Of the pauses that began in that time, the newest first."""
    calendars, at = clock_policies().calendars, now()
    told: list[Found] = []
    for case in cases:
        pauses = pauses_in(case.ledgers, calendars, case.closed_at or at)
        for finding in audit(pauses, case.spoken, calendars, case.unasked):
            if finding.pause.start >= since and (before is None or finding.pause.start < before):
                told.append(Found(case, finding))
    return sorted(told, key=lambda one: (one.finding.pause.start, one.case.id), reverse=True)


def totals(found: Sequence[Found], by: str) -> list[Total]:
    """The most minutes first."""
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        groups[getattr(one.case, by)].append(one)
    told = [Total(key, _counts(group), _minutes(group)) for key, group in groups.items()]
    return sorted(told, key=lambda total: (-total.minutes, total.key))


def _counts(found: Sequence[Found]) -> dict[FindingKind, int]:
    counted = Counter(one.finding.kind for one in found)
    return {kind: counted[kind] for kind in FINDINGS}


def _minutes(found: Sequence[Found]) -> int:
    by_case: defaultdict[int, list[PauseFinding]] = defaultdict(list)
    for one in found:
        by_case[one.case.id].append(one.finding)
    return sum(lost_minutes(findings) for findings in by_case.values())
