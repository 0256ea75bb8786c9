"""The page of knowledge debt: what to write, what to trust, what to finish and what to mend, each with where to begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from ..platform.db import Session
from ..platform.time import now
from .presenting import family_name
from .queries import debt
from .queries.debt import MOST

NEAR = 5
"""Who reads no further than this finds only what stands there."""
SEARCHES, CLOSED, STALE, UNFINISHED = timedelta(days=30), timedelta(days=90), timedelta(days=180), timedelta(days=14)
GOOD_RATE = 0.6
"""Of closed cases with an article, from which on a family does well: KCS counts 60 to 80 of 100 as ideal."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """`share` is drawn where there is one."""

    title: str
    url: str
    hint: str
    at: datetime | None = None
    share: float | None = None
    write_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Debt:
    """`empty` is what is said when nothing is owed; `all_url` lists more than the first of them."""

    key: str
    title: str
    note: str
    empty: str
    items: list[Item]
    more: bool = False
    all_url: str = ""


async def debts(db: Session) -> list[Debt]:
    return [
        _searches(await debt.unanswered_searches(db, now() - SEARCHES)),
        _far(await debt.found_far_down(db, now() - SEARCHES, NEAR)),
        _rates(await debt.link_rates(db, now() - CLOSED)),
        _flags(await debt.flagged(db)),
        _reused(await debt.reused_unvalidated(db)),
        _unfinished(await debt.unfinished(db, now() - UNFINISHED)),
        _stale(await debt.stale_validated(db, now() - STALE)),
    ]


def _searches(rows: Sequence[Any]) -> Debt:
    items = [
        Item(
            title=row.query, url=f"/known-issues?q={quote_plus(row.query)}", at=row.at, hint=f"{_people(row.people)}, {_found(row.results)}",
            write_url=f"/known-issues/new?title={quote_plus(row.query)}",
        )
        for row in rows[:MOST]
    ]  # fmt: skip
    return Debt(
        key="searches", title="Searched for, nothing opened", note=f"in {SEARCHES.days} days, most people first", items=items, more=len(rows) > MOST,
        empty="Whoever searched lately opened something that was found.",
    )  # fmt: skip


def _far(rows: Sequence[Any]) -> Debt:
    items = [
        Item(
            title=row.query, url=f"/search?q={quote_plus(row.query)}", at=row.at,
            hint=f"{_people(row.people)}, what they opened stood at place {row.position} or below",
        )
        for row in rows[:MOST]
    ]  # fmt: skip
    return Debt(
        key="far", title="Found only far down", note=f"opened below the first {NEAR} hits: words or codes are missing in the title", items=items,
        more=len(rows) > MOST, empty="What people opened stood among the first hits.",
    )  # fmt: skip


def _rates(rows: Sequence[Any]) -> Debt:
    worst = sorted(
        (row for row in rows if row.linked / row.closed < GOOD_RATE),
        key=lambda row: (row.linked / row.closed, -row.closed),
    )
    items = [
        Item(
            title=family_name(row.family), url=f"/known-issues?family={row.family}", share=row.linked / row.closed,
            hint=f"{row.linked} of {row.closed} closed cases have an article",
        )
        for row in worst
    ]  # fmt: skip
    return Debt(
        key="rates", title="Families whose cases are seldom linked", note=f"fewer than {GOOD_RATE:.0%} of those closed in {CLOSED.days} days", items=items,
        empty="In every family most closed cases have an article.",
    )  # fmt: skip


def _flags(rows: Sequence[Any]) -> Debt:
    return Debt(
        key="flags", title="Flagged", note="the oldest first", more=len(rows) > MOST, items=_articles(rows, lambda row: row.comment),
        empty="Nobody has flagged an article that is not mended.",
    )  # fmt: skip


def _reused(rows: Sequence[Any]) -> Debt:
    hinted = _articles(rows, lambda row: f"used on {row.cases} case{'s' if row.cases != 1 else ''}")
    return Debt(
        key="reused", title="Used much, not validated", note="who uses one that is right marks it as validated", more=len(rows) > MOST, items=hinted,
        all_url="/known-issues?confidence=not_validated", empty="Every article that is used is validated.",
    )  # fmt: skip


def _unfinished(rows: Sequence[Any]) -> Debt:
    hinted = _articles(rows, lambda row: f"begun by {row.owner}" if row.owner else "nobody owns it")
    return Debt(
        key="unfinished", title=f"In progress for more than {UNFINISHED.days} days", note="finish or archive them", more=len(rows) > MOST, items=hinted,
        all_url="/known-issues?confidence=work_in_progress", empty="Nothing lies unfinished.",
    )  # fmt: skip


def _stale(rows: Sequence[Any]) -> Debt:
    hinted = _articles(rows, lambda _row: "neither changed nor used since")
    return Debt(
        key="stale", title="Validated long ago", note=f"{STALE.days} days without a change or a case", more=len(rows) > MOST, items=hinted,
        all_url="/known-issues?confidence=validated", empty="Every validated article was used or changed lately.",
    )  # fmt: skip


def _articles(rows: Iterable[Any], hint: Any) -> list[Item]:
    return [
        Item(title=row.title, url=f"/known-issues/KI-{row.id}", hint=hint(row), at=row.at) for row in list(rows)[:MOST]
    ]


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _found(count: int) -> str:
    return "nothing found" if not count else f"{count} found, none opened"
