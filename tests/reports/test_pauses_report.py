"""The pause auditor over many cases: found, added up, paged through, and only in sight."""

import csv
import io
from collections.abc import AsyncIterator

import pytest

from escalations.platform.time import time_at
from escalations.reports.narrowing import Narrowing
from escalations.reports.queries import paused_since
from escalations.reports.routes import web
from escalations.reports.routes.web import all_findings, page_of_findings
from tests.cast import Cast
from tests.clocks.moments import later
from tests.reports.scenes import a_baseless_pause, a_closed_case
from tests.support import as_person, browser_of, program_of


@pytest.fixture(autouse=True)
async def a_week_later() -> AsyncIterator[None]:
    with time_at(later(days=7)):
        yield


async def test_what_is_right_is_not_found(cast: Cast) -> None:
    await a_closed_case(cast.ada, 4)
    async with as_person(cast.ada) as db:
        assert await paused_since(db, Narrowing().since) == 2, "next update and resolution"
        assert await all_findings(db, Narrowing()) == ([], True)


async def test_lost_minutes_by_family_and_queue(cast: Cast) -> None:
    case = await a_baseless_pause(cast.ada, "Harbour Foods")
    await a_closed_case(cast.ada, 4, to="Nord Rail")
    async with as_person(cast.ada) as db:
        ((found,), is_whole) = await all_findings(db, Narrowing())
    assert is_whole and (found.ref, found.finding.kind, found.finding.minutes) == (case.ref, "no_question", 120)
    async with browser_of(cast.otto) as otto:
        shown = (await otto.get("/reports/pauses")).text
    assert f'href="/cases/{case.ref}/time"' in shown and "120 min" in shown
    assert shown.count('scope="row"') == 2, "one family, one queue"
    assert "Ada" not in shown, "never by person"


async def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [await a_baseless_pause(cast.ada, f"Customer {number}") for number in range(5)]
    monkeypatch.setattr("escalations.reports.queries.pauses.oldest_of_page.__defaults__", (2,))
    seen, before = [], None
    async with as_person(cast.ada) as db:
        while True:
            found, before = await page_of_findings(db, Narrowing(), before)
            seen += [one.ref for one in found]
            if before is None:
                break
    assert sorted(seen) == sorted(case.ref for case in cases)


async def test_narrowed_and_beyond_the_end(cast: Cast) -> None:
    await a_baseless_pause(cast.ada, "Harbour Foods")
    async with browser_of(cast.otto) as otto:
        assert "No pause wants explaining" in (await otto.get("/reports/pauses?severity=A")).text
        assert "120 min" in (await otto.get("/reports/pauses?family=storage&days=90")).text
        assert (await otto.get("/reports/pauses?before=nonsense")).status_code == 404
        assert "No pause" in (await otto.get("/reports/pauses?before=1000")).text
        rows = list(csv.DictReader(io.StringIO((await otto.get("/reports/pauses.csv")).text)))
        assert [(row["finding"], row["lost_minutes"]) for row in rows] == [("no_question", "120")]


async def test_outsiders_find_nothing(cast: Cast) -> None:
    await a_baseless_pause(cast.ada, "Harbour Foods")
    mine = await a_baseless_pause(cast.cleo, "Isar Werke", boundary="germany")
    async with program_of(cast.cleo) as cleo:
        told = (await cleo.get("/api/reports/pauses")).json()
        assert [one["case"] for one in told["findings"]] == [mine.ref] and told["before"] == ""
    async with browser_of(cast.otto) as otto:
        assert mine.ref not in (await otto.get("/reports/pauses.csv")).text


async def test_a_cursor_comes_back_as_it_went() -> None:
    assert web.moment_of(web.cursor(later(hours=3))) == later(hours=3)
