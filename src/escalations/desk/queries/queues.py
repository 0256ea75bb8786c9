"""Queues with their counts, and the cases of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, String, bindparam
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import (
    OUR_TURNS,
    CaseLine,
    Place,
    QueueCount,
    Tally,
    asks_open_cases,
    asks_tallies,
    is_late,
    is_open_and_covered,
    lines,
    queue_counts,
    tallies,
)
from ...cases.queries.lists import PAGE
from ...cases.queries.tallies import asks_tallies_of_queue
from ...catalog.loading import catalogue
from ...platform.db import Session, rows_of
from ...platform.errors import NotFound
from ..narrowing import Narrowing

KEPT = 256
"""Queries that are made once for all who ask the same: making one takes as long as asking it."""


@dataclass(frozen=True)
class QueueLine:
    key: str
    name: str
    description: str
    open: int = 0
    unowned: int = 0
    breached: int = 0
    oldest: datetime | None = None
    ages: tuple[int, ...] = ()

    @property
    def url(self) -> str:
        return f"/queues/{self.key}"


async def queue_lines(db: Session) -> list[QueueLine]:
    """In the order of the catalogue; a queue that has left it stays as long as cases stand in it."""
    counts = await queue_counts(db)
    known = [
        _line(queue.key, queue.name, queue.description, counts.pop(queue.key, None))
        for queue in catalogue().queues.values()
    ]
    return known + [
        _line(key, _name(key), "No longer in the catalogue.", count) for key, count in sorted(counts.items())
    ]


def _line(key: str, name: str, description: str, count: QueueCount | None) -> QueueLine:
    if count is None:
        return QueueLine(key, name, description)
    return QueueLine(key, name, description, count.open, count.unowned, count.breached, count.oldest, count.ages)


def known_queue(key: str, found: list[Tally]) -> tuple[str, str]:
    """Name and description."""
    queue = catalogue().queues.get(key)
    if queue is None and not found:
        raise NotFound(f"There is no queue {key}.")
    return (queue.name, queue.description) if queue else (_name(key), "No longer in the catalogue.")


def queue_name(key: str) -> str:
    """Also of one that has left the catalogue."""
    queue = catalogue().queues.get(key)
    return queue.name if queue else _name(key)


def _name(key: str) -> str:
    return key.replace("_", " ").capitalize()


async def queue_tallies(db: Session, key: str, narrowing: Narrowing) -> list[Tally]:
    return await tallies(db, _asks_tallies(key, narrowing.owner))


async def narrowed_cases(
    db: Session, key: str, narrowing: Narrowing, *, after: Place | None = None, limit: int = PAGE
) -> list[CaseLine]:
    return lines(await rows_of(db, _asks_cases(key, narrowing, after, limit)))


@lru_cache(KEPT)
def _asks_tallies(key: str, owner: int | None) -> Select[Any]:
    if owner is None:
        return asks_tallies_of_queue(key)
    return asks_tallies(col(Case.queue) == key, *_of_owner(owner))


@lru_cache(KEPT)
def _asks_cases(key: str, narrowing: Narrowing, after: Place | None, limit: int) -> Select[Any]:
    conditions = (col(Case.queue) == _said(key), *_of_owner(narrowing.owner), *_conditions(narrowing))
    return asks_open_cases(*conditions, after=after, limit=limit)


def _said(key: str) -> BindParameter[str]:
    """There are a dozen queues, so each is named by a statement of its own, which the server plans once. What is no queue is not."""
    return bindparam(None, key, String, literal_execute=key in catalogue().queues)


def further(cases: list[CaseLine], limit: int = PAGE) -> Place | None:
    """Where the next page begins, if there may be one."""
    return cases[-1].place if len(cases) == limit else None


def _of_owner(owner: int | None) -> list[ColumnElement[bool]]:
    return [col(Case.owner_id) == owner] if owner else []


def _conditions(narrowing: Narrowing) -> Iterator[ColumnElement[bool]]:
    """The same as `Narrowing.chosen`, asked of the database."""
    if narrowing.view == "unowned":
        yield col(Case.owner_id).is_(None)
    if narrowing.side:
        yield col(Case.snoozed_until).is_not(None) if narrowing.side == "asleep" else col(Case.snoozed_until).is_(None)
    if narrowing.side in ("us", "others"):
        yield col(Case.turn).in_(OUR_TURNS) if narrowing.side == "us" else col(Case.turn).not_in(OUR_TURNS)
    for column, wanted in (
        (col(Case.severity), narrowing.severity),
        (col(Case.boundary), narrowing.boundary),
        (col(Case.family), narrowing.family),
    ):
        if wanted:
            yield column == wanted
    if narrowing.covered:
        yield is_open_and_covered()
    if narrowing.late:
        yield is_late()
