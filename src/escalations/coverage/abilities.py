"""Whether somebody counts for a requirement through a whole shift, and if not, what is lacking. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .requirements import Requirement
from .spans import Span, merged

Want = Literal["role", "boundary", "family", "language"]


@dataclass(frozen=True, kw_only=True)
class Able:
    """`clearances` are when each boundary is open to them; touching ones count as one. `away` and `busy` are when they cannot."""

    person_id: int
    name: str
    role: str
    works_cases: bool
    levels: Mapping[str, int]
    languages: Sequence[str]
    clearances: Mapping[str, Sequence[Span]]
    away: Sequence[Span] = ()

    def counts(self, need: Requirement, span: Span) -> bool:
        return next(self.lacks(need, span), None) is None

    def lacks(self, need: Requirement, span: Span) -> Iterator[Want]:
        if not (need.role == self.role if need.role else self.works_cases):
            yield "role"
        if not self._cleared_through(need.boundary, span):
            yield "boundary"
        if need.family and self.levels.get(need.family, 0) < need.level:
            yield "family"
        if need.language and need.language not in self.languages:
            yield "language"

    def _cleared_through(self, boundary: str, span: Span) -> bool:
        return any(span.within(open_to) == span for open_to in merged(self.clearances.get(boundary, ())))

    def clearance_ends(self, boundary: str, span: Span) -> datetime | None:
        """When it ends within the shift; None where there is none when it begins."""
        return next((one.end for one in merged(self.clearances.get(boundary, ())) if one.holds(span.start)), None)

    def is_away(self, span: Span) -> bool:
        return any(one.meets(span) for one in self.away)
