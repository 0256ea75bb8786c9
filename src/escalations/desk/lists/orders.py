"""In which order a list stands, and where its next page begins. Each order is that of an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine


@dataclass(frozen=True)
class Term:
    """One column of an order. What is empty comes last."""

    column: Any
    of: str
    kind: type = int
    descends: bool = False
    nullable: bool = False

    def after(self, value: Any) -> ColumnElement[bool] | None:
        """None: nothing comes after it."""
        if value is None:
            return None
        later: ColumnElement[bool] = self.column < value if self.descends else self.column > value
        return later | self.column.is_(None) if self.nullable else later

    def same(self, value: Any) -> ColumnElement[bool]:
        same: ColumnElement[bool] = self.column.is_(None) if value is None else self.column == value
        return same

    @property
    def sorts(self) -> Any:
        return self.column.desc() if self.descends else self.column


@dataclass(frozen=True)
class Order:
    words: str
    terms: tuple[Term, ...]

    def place(self, line: CaseLine) -> list[Any]:
        return [getattr(line, term.of) for term in self.terms]


_ID, _NEWER_ID = Term(col(Case.id), "id"), Term(col(Case.id), "id", descends=True)
_DUE = Term(col(Case.due_at), "due_at", datetime, nullable=True)
ORDERS = {
    "urgent": Order("Most urgent first", (Term(col(Case.severity), "severity", str), _DUE, _ID)),
    "due": Order("Due soonest first", (_DUE, _ID)),
    "oldest": Order("Oldest first", (Term(col(Case.opened_at), "opened_at", datetime), _ID)),
    "newest": Order("Newest first", (Term(col(Case.opened_at), "opened_at", datetime, descends=True), _NEWER_ID)),
}
CLOSED = Order("Last closed first", (Term(col(Case.closed_at), "closed_at", datetime, descends=True), _NEWER_ID))
"""Closed cases have this one order."""


def behind(terms: Sequence[Term], values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after `values`. The first column stands alone as well, so that an index can begin there."""
    ways = []
    for at, (term, value) in enumerate(zip(terms, values, strict=True)):
        later = term.after(value)
        if later is not None:
            equal = [one.same(had) for one, had in zip(terms[:at], values[:at], strict=True)]
            ways.append(and_(*equal, later))
    head, value = terms[0], values[0]
    begins = [] if value is None or head.nullable else [head.column <= value if head.descends else head.column >= value]
    return and_(*begins, or_(*ways))
