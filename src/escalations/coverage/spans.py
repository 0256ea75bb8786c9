"""Stretches of the instant line, half open, and what is left of them. Pure; every moment is aware."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import Range


@dataclass(frozen=True, order=True)
class Span:
    """From `start` up to but not including `end`."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, during: "Range[Any]") -> "Span":
        """Of a range with both ends, as the database holds."""
        assert during.lower is not None and during.upper is not None
        return cls(during.lower, during.upper)

    @classmethod
    def moment(cls, at: datetime) -> "Span":
        """The shortest stretch that holds it."""
        return cls(at, at + timedelta(microseconds=1))

    @property
    def during(self) -> "Range[datetime]":
        return Range(self.start, self.end)

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def meets(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def within(self, other: "Span") -> "Span | None":
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order; those that touch or overlap are one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return found


def minus(span: Span, cuts: Iterable[Span]) -> Iterator[Span]:
    """What is left of it, in order."""
    start = span.start
    for cut in merged(cuts):
        if cut.end > start and cut.start < span.end:
            if cut.start > start:
                yield Span(start, cut.start)
            start = max(start, cut.end)
    if start < span.end:
        yield Span(start, span.end)
