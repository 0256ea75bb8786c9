"""What a list can be grouped by. A group has a rank, a few values by which groups stand in order and know their cases."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy import case as either
from sqlmodel import col

from ...cases.models import SEVERITIES, TURNS, Case, CaseCount
from ...catalog.loading import catalogue
from ...customers.models import Customer
from ...people.models import Person
from ...platform.time import now
from .orders import Term

Rank = Sequence[Any]
CLOCKS = ("Past due", "Due within the hour", "Due within a day", "Due later", "No clock")
_TURNS = tuple(TURNS)


@dataclass(frozen=True)
class Walk:
    """Groups that are told from rows of their own, in the order of `terms`; `of` is the column of a case that holds their id. `nobody` is
    the rank of the cases without one, which comes before all others, and the condition on their kept counts."""

    terms: Callable[[], tuple[Term, ...]]
    of: Any
    nobody: tuple[Rank, Callable[[], ColumnElement[bool]]] | None = None


@dataclass(frozen=True)
class Grouping:
    """`word` is the filter that asks for the cases of one group alone; empty where there is none. How many cases each group of a long
    list has is told by the column of the kept counts that `kept` names, by a `walk`, or by counting one of `ranks` after the other."""

    words: str
    terms: Callable[[], tuple[Term, ...]]
    within: Callable[[Iterable[Rank]], ColumnElement[bool]]
    title: Callable[[Rank], str]
    word: Callable[[Rank], str]
    joins: tuple[str, ...] = ()
    kept: Callable[[], Any] | None = None
    walk: Walk | None = None
    ranks: tuple[Rank, ...] = ()


def _plain(column: Any) -> Callable[[Iterable[Rank]], ColumnElement[bool]]:
    return lambda ranks: col(column).in_([rank[-1] for rank in ranks])


def _of_owners(ranks: Iterable[Rank]) -> ColumnElement[bool]:
    ids = [rank[-1] for rank in ranks]
    known = col(Case.owner_id).in_([one for one in ids if one])
    return or_(known, col(Case.owner_id).is_(None)) if 0 in ids else known


def _turn(column: Any) -> ColumnElement[int]:
    return either({turn: at for at, turn in enumerate(_TURNS)}, value=col(column), else_=len(_TURNS))


def _clock() -> ColumnElement[int]:
    at, due = now(), col(Case.due_at)
    return either((due <= at, 0), (due <= at + timedelta(hours=1), 1), (due <= at + timedelta(days=1), 2), (due.is_not(None), 3), else_=4)  # fmt: skip


def _due_within(ranks: Iterable[Rank]) -> ColumnElement[bool]:
    """The same as ranges, which an index knows."""
    at, due = now(), col(Case.due_at)
    hour, day = at + timedelta(hours=1), at + timedelta(days=1)
    ranges = (due <= at, and_(due > at, due <= hour), and_(due > hour, due <= day), due > day, due.is_(None))
    return or_(*(ranges[rank[0]] for rank in ranks))


def _named(kind: str, key: str) -> str:
    entries: Any = getattr(catalogue(), kind)
    return entries[key].name if key in entries else key.replace("_", " ").capitalize()


_OWNERS = Walk(
    lambda: (Term(col(Person.name), "", str), Term(col(Person.id), "")),
    Case.owner_id,
    (("", 0), lambda: ~col(CaseCount.owned)),
)
_CUSTOMERS = Walk(lambda: (Term(col(Customer.name), "", str), Term(col(Customer.id), "")), Case.customer_id)
GROUPINGS = {
    "owner": Grouping(
        "Owner", lambda: (Term(func.coalesce(col(Person.name), ""), "", str), Term(func.coalesce(col(Case.owner_id), 0), "")), _of_owners,
        lambda rank: rank[0] or "Nobody yet", lambda rank: f"owner:P-{rank[1]}" if rank[1] else "is:unowned", ("person",), walk=_OWNERS,
    ),
    "severity": Grouping(
        "Severity", lambda: (Term(col(Case.severity), "", str),), _plain(Case.severity), lambda rank: f"Severity {rank[0]}, {SEVERITIES[rank[0]]}", lambda rank: f"sev:{rank[0]}",
        kept=lambda: col(CaseCount.severity),
    ),
    "clock": Grouping(
        "Clock", lambda: (Term(_clock(), ""),), _due_within, lambda rank: CLOCKS[rank[0]], lambda rank: "", ranks=tuple((number,) for number in range(len(CLOCKS))),
    ),
    "turn": Grouping(
        "Turn", lambda: (Term(_turn(Case.turn), ""),), lambda ranks: col(Case.turn).in_([_TURNS[rank[0]] for rank in ranks]),
        lambda rank: TURNS[_TURNS[rank[0]]].capitalize(), lambda rank: f"waiting:{_TURNS[rank[0]]}", kept=lambda: _turn(CaseCount.turn),
    ),
    "family": Grouping(
        "Family", lambda: (Term(col(Case.family), "", str),), _plain(Case.family), lambda rank: _named("families", rank[0]), lambda rank: f"family:{rank[0]}",
        kept=lambda: col(CaseCount.family),
    ),
    "queue": Grouping(
        "Queue", lambda: (Term(col(Case.queue), "", str),), _plain(Case.queue), lambda rank: _named("queues", rank[0]), lambda rank: f"queue:{rank[0]}",
        kept=lambda: col(CaseCount.queue),
    ),
    "customer": Grouping(
        "Customer", lambda: (Term(col(Customer.name), "", str), Term(col(Customer.id), "")), _plain(Case.customer_id), lambda rank: rank[0], lambda rank: f"customer:CU-{rank[1]}", ("customer",),
        walk=_CUSTOMERS,
    ),
}  # fmt: skip
