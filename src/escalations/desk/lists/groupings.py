"""What a list can be grouped by. A group has a rank, a few values by which groups stand in order and know their cases."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import case as either
from sqlmodel import col

from ...cases.models import SEVERITIES, TURNS, Case
from ...catalog.loading import catalogue
from ...customers.models import Customer
from ...people.models import Person
from ...platform.time import now
from .orders import Term

Rank = Sequence[Any]
CLOCKS = ("Past due", "Due within the hour", "Due within a day", "Due later", "No clock")
_TURNS = tuple(TURNS)


@dataclass(frozen=True)
class Grouping:
    """`word` is the filter that asks for the cases of one group alone; empty where there is none."""

    words: str
    terms: Callable[[], tuple[Term, ...]]
    within: Callable[[Iterable[Rank]], ColumnElement[bool]]
    title: Callable[[Rank], str]
    word: Callable[[Rank], str]
    joins: tuple[str, ...] = ()


def _plain(column: Any) -> Callable[[Iterable[Rank]], ColumnElement[bool]]:
    return lambda ranks: col(column).in_([rank[-1] for rank in ranks])


def _of_owners(ranks: Iterable[Rank]) -> ColumnElement[bool]:
    ids = [rank[-1] for rank in ranks]
    known = col(Case.owner_id).in_([one for one in ids if one])
    return or_(known, col(Case.owner_id).is_(None)) if 0 in ids else known


def _turn() -> ColumnElement[int]:
    return either({turn: at for at, turn in enumerate(_TURNS)}, value=col(Case.turn), else_=len(_TURNS))


def _clock() -> ColumnElement[int]:
    at, due = now(), col(Case.due_at)
    return either((due <= at, 0), (due <= at + timedelta(hours=1), 1), (due <= at + timedelta(days=1), 2), (due.is_not(None), 3), else_=4)  # fmt: skip


def _named(kind: str, key: str) -> str:
    entries: Any = getattr(catalogue(), kind)
    return entries[key].name if key in entries else key.replace("_", " ").capitalize()


GROUPINGS = {
    "owner": Grouping(
        "Owner", lambda: (Term(func.coalesce(col(Person.name), ""), "", str), Term(func.coalesce(col(Case.owner_id), 0), "")), _of_owners,
        lambda rank: rank[0] or "Nobody yet", lambda rank: f"owner:P-{rank[1]}" if rank[1] else "is:unowned", ("person",),
    ),
    "severity": Grouping(
        "Severity", lambda: (Term(col(Case.severity), "", str),), _plain(Case.severity), lambda rank: f"Severity {rank[0]}, {SEVERITIES[rank[0]]}", lambda rank: f"sev:{rank[0]}",
    ),
    "clock": Grouping(
        "Clock", lambda: (Term(_clock(), ""),), lambda ranks: _clock().in_([rank[0] for rank in ranks]), lambda rank: CLOCKS[rank[0]], lambda rank: "",
    ),
    "turn": Grouping(
        "Turn", lambda: (Term(_turn(), ""),), lambda ranks: col(Case.turn).in_([_TURNS[rank[0]] for rank in ranks]),
        lambda rank: TURNS[_TURNS[rank[0]]].capitalize(), lambda rank: f"waiting:{_TURNS[rank[0]]}",
    ),
    "family": Grouping(
        "Family", lambda: (Term(col(Case.family), "", str),), _plain(Case.family), lambda rank: _named("families", rank[0]), lambda rank: f"family:{rank[0]}",
    ),
    "queue": Grouping(
        "Queue", lambda: (Term(col(Case.queue), "", str),), _plain(Case.queue), lambda rank: _named("queues", rank[0]), lambda rank: f"queue:{rank[0]}",
    ),
    "customer": Grouping(
        "Customer", lambda: (Term(col(Customer.name), "", str), Term(col(Customer.id), "")), _plain(Case.customer_id), lambda rank: rank[0], lambda rank: f"customer:CU-{rank[1]}", ("customer",),
    ),
}  # fmt: skip
