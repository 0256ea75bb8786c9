"""The reports as pages. Who may see a case counts in them; nobody else's cases do."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import get

from ...cases.account import PARTY_WORDS
from ...clocks.auditing import FINDINGS
from ...people.access import Me, Reading
from ...platform.db import Session
from ...platform.errors import NotFound
from ...platform.web import HtmlResponse, Request, page
from ..narrowing import Narrowing, chips, divisions, periods
from ..pauses import Found, findings_of, totals
from ..presenting import name_of, promise_rows, time_row
from ..queries import (
    closed_since,
    oldest_of_page,
    paused_since,
    pauses_between,
    promise_counts,
    promised_since,
    time_shares,
)
from ..queries.promises import OUTCOMES
from ..queries.time import DIVISIONS

MOST_PAUSES = 2000
"""Entries of ledgers that the totals are made of; the list pages on beyond them."""
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@get("/reports")
async def show_reports(request: Request, copy: Reading, person: Me) -> HtmlResponse:
    """How much each report is of, counted without what it says."""
    db, since = copy.db, Narrowing().since
    return page(
        request, "reports/index.html", cases=await closed_since(db, since), paused=await paused_since(db, since),
        promised=await promised_since(db, since),
    )  # fmt: skip


@get("/reports/time")
async def show_time_report(request: Request, copy: Reading, person: Me) -> HtmlResponse:
    narrowing = Narrowing.of(request.query_params, DIVISIONS)
    rows = [time_row(share, narrowing.by) for share in await time_shares(copy.db, narrowing) if share.cases]
    if narrowing.by == "week":
        rows[1:] = reversed(rows[1:])
    tabs = divisions(narrowing, "/reports/time", DIVISIONS)
    return page(
        request, "reports/time.html", rows=rows, tabs=tabs, parties=PARTY_WORDS, heads=_heads(PARTY_WORDS),
        **_about(narrowing, "time"),
    )  # fmt: skip


@get("/reports/promises")
async def show_promises_report(request: Request, copy: Reading, person: Me) -> HtmlResponse:
    narrowing = Narrowing.of(request.query_params)
    whole, families, weeks = promise_rows(await promise_counts(copy.db, narrowing))
    return page(
        request, "reports/promises.html", whole=whole, families=families, weeks=weeks, heads=_heads(OUTCOMES),
        **_about(narrowing, "promises"),
    )  # fmt: skip


@get("/reports/pauses")
async def show_pauses_report(request: Request, copy: Reading, person: Me) -> HtmlResponse:
    """The totals stand on the first page only: they take all of the period, the list a part of it."""
    narrowing, before = Narrowing.of(request.query_params), moment_of(request.query_params.get("before", ""))
    found, older = await page_of_findings(copy.db, narrowing, before)
    sums = {} if before else await _sums(copy.db, narrowing)
    older_url = narrowing.url("/reports/pauses", before=cursor(older)) if older else ""
    return page(
        request, "reports/pauses.html", found=found, older=older_url, sums=sums, heads=_heads(FINDINGS), name_of=name_of,
        **_about(narrowing, "pauses"),
    )  # fmt: skip


async def page_of_findings(
    db: Session, narrowing: Narrowing, before: datetime | None
) -> tuple[list[Found], datetime | None]:
    """With where the next page begins, None at the end of the period."""
    until = await oldest_of_page(db, narrowing, before)
    cases = await pauses_between(db, narrowing, until, before)
    return findings_of(cases, until or narrowing.since, before), until


async def all_findings(db: Session, narrowing: Narrowing) -> tuple[list[Found], bool]:
    """Of the newest pauses of the period, and whether those are all of it."""
    until = await oldest_of_page(db, narrowing, None, MOST_PAUSES)
    cases = await pauses_between(db, narrowing, until, None)
    return findings_of(cases, until or narrowing.since, None), until is None


async def _sums(db: Session, narrowing: Narrowing) -> dict[str, Any]:
    found, is_whole = await all_findings(db, narrowing)
    return {
        "family": totals(found, "family"),
        "queue": totals(found, "queue"),
        "is_whole": is_whole,
        "most": MOST_PAUSES,
    }


def _about(narrowing: Narrowing, name: str) -> dict[str, Any]:
    path = f"/reports/{name}"
    return {
        "narrowing": narrowing, "periods": periods(narrowing, path), "chips": chips(narrowing, path),
        "download": narrowing.url(f"{path}.csv"),
    }  # fmt: skip


def _heads(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(name, "num") for name in words.values()]


def cursor(moment: datetime) -> str:
    return str((moment - _EPOCH) // _MICROSECOND)


def moment_of(written: str) -> datetime | None:
    """None for the beginning."""
    if not written:
        return None
    if not written.isdecimal() or len(written) > 17:
        raise NotFound("This page of the list is not there. Go back to its beginning.")
    return _EPOCH + int(written) * _MICROSECOND


HANDLERS = [show_reports, show_time_report, show_promises_report, show_pauses_report]
