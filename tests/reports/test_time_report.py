"""Where the time of closed cases went, added up, of what its reader may see."""

import csv
import io
from collections.abc import AsyncIterator

import pytest

from escalations.cases.actions import close_case, reopen_case
from escalations.cases.queries import case_for
from escalations.cases.turns import PARTIES
from escalations.platform.time import time_at
from escalations.reports.narrowing import Narrowing
from escalations.reports.queries import closed_since, time_lines, time_shares
from tests.builders import a_case
from tests.cast import Cast
from tests.clocks.moments import later
from tests.reports.scenes import a_closed_case
from tests.support import as_person, browser_of, program_of, run_jobs


@pytest.fixture(autouse=True)
async def a_week_later() -> AsyncIterator[None]:
    with time_at(later(days=7)):
        yield


async def three(cast: Cast) -> None:
    """Storage cases of 4 and 8 hours, a network case of 12."""
    await a_closed_case(cast.ada, 4)
    await a_closed_case(cast.ada, 8, to="Nord Rail")
    await a_closed_case(cast.ada, 12, to="Alpine Insurance", family="networking", claimed="C")


async def test_medians_and_nine_of_ten_by_family(cast: Cast) -> None:
    await three(cast)
    async with as_person(cast.ada) as db:
        whole, *families = await time_shares(db, Narrowing(by="family"))
    assert (whole.key, whole.cases, whole.sums["customer"]) == (None, 3, 12 * 3600)
    assert sum(whole.sums.values()) == 24 * 3600, "every second of them, once"
    by_family = {share.key: share for share in families}
    assert {key: share.cases for key, share in by_family.items()} == {"storage": 2, "networking": 1}
    assert by_family["storage"].medians["customer"] == 3 * 3600
    assert by_family["storage"].p90["customer"] == pytest.approx(3.8 * 3600)


@pytest.mark.parametrize(
    ("narrowing", "cases"),
    [
        (Narrowing(), 3),
        (Narrowing(days=7, family="storage"), 2),
        (Narrowing(severity="C"), 1),
        (Narrowing(plan="premier"), 0),
        (Narrowing(plan="prodirect", severity="B"), 2),
    ],
)
async def test_it_is_narrowed(cast: Cast, narrowing: Narrowing, cases: int) -> None:
    await three(cast)
    async with as_person(cast.ada) as db:
        assert len(await time_lines(db, narrowing)) == cases
        assert sum(share.cases for share in await time_shares(db, narrowing) if share.key is None) == cases


@pytest.mark.parametrize("by", ["family", "plan", "severity", "week"])
async def test_it_is_divided(cast: Cast, by: str) -> None:
    await three(cast)
    async with as_person(cast.ada) as db:
        whole, *parts = await time_shares(db, Narrowing(by=by))
    assert sum(part.cases for part in parts) == whole.cases == 3
    for party in PARTIES:
        assert sum(part.sums[party] for part in parts) == whole.sums[party]


async def test_a_reopened_case_counts_when_it_closes_again(cast: Cast) -> None:
    case = await a_closed_case(cast.ada, 4)
    with time_at(later(hours=20)):
        async with as_person(cast.ada) as db:
            await reopen_case(db, await case_for(db, cast.ada, case.ref, lock=True), "it came back", by=cast.ada)
    await run_jobs()
    async with as_person(cast.ada) as db:
        assert await time_lines(db, Narrowing()) == []


async def test_what_lies_before_the_period_is_left_out(cast: Cast) -> None:
    await a_closed_case(cast.ada, 4)
    with time_at(later(days=9)):
        async with as_person(cast.ada) as db:
            assert await time_lines(db, Narrowing(days=7)) == []
            assert len(await time_lines(db, Narrowing(days=30))) == 1


async def test_nobody_counts_what_they_may_not_see(cast: Cast) -> None:
    await three(cast)
    await a_closed_case(cast.cleo, 400, boundary="germany", to="Isar Werke")
    async with as_person(cast.otto) as db:
        assert (await time_shares(db, Narrowing()))[0].cases == 3
    async with as_person(cast.cleo) as db:
        (line,) = await time_lines(db, Narrowing())
        assert sum(line.seconds.values()) == 400 * 3600
    async with program_of(cast.cleo) as cleo:
        assert [row["cases"] for row in (await cleo.get("/api/reports/time")).json()] == [1, 1]


async def test_the_index_counts_what_the_report_is_of(cast: Cast) -> None:
    """Not what was opened again since, what is older, or what its reader may not see."""
    await three(cast)
    await a_closed_case(cast.cleo, 400, boundary="germany", to="Isar Werke")
    async with as_person(cast.ada) as db:
        await reopen_case(db, await case_for(db, cast.ada, "C-1", lock=True), "It came back.", by=cast.ada)
    for person, cases in ((cast.otto, 2), (cast.cleo, 1)):
        async with as_person(person) as db:
            assert await closed_since(db, Narrowing().since) == (await time_shares(db, Narrowing()))[0].cases == cases
    with time_at(later(days=60)):
        async with as_person(cast.otto) as db:
            assert await closed_since(db, Narrowing().since) == 0


async def test_the_page_for_an_auditor(cast: Cast) -> None:
    await three(cast)
    async with browser_of(cast.otto) as otto:
        index = await otto.get("/reports")
        assert index.status_code == 200 and "3 cases closed" in index.text
        for query in ("", "?by=week", "?by=plan&severity=B", "?days=90&family=storage"):
            shown = await otto.get(f"/reports/time{query}")
            assert shown.status_code == 200 and "Altogether" in shown.text, query
            assert ("from Monday, 00:00 UTC" in shown.text) == ("week" in query), query
        none = await otto.get("/reports/time?plan=premier")
        assert "No case was closed in this time" in none.text
        odd = await otto.get("/reports/time?days=hundred&by=person&family=none")
        assert odd.status_code == 200 and "Altogether" in odd.text


async def test_a_case_closed_as_it_opened_has_words_in_the_place_of_a_bar(cast: Cast) -> None:
    with time_at(later()):
        case = await a_case(cast.ada)
        async with as_person(cast.ada) as db:
            await close_case(db, await case_for(db, cast.ada, case.ref, lock=True), "fixed", "By itself.", by=cast.ada)
    await run_jobs()
    async with browser_of(cast.otto) as otto:
        shown = (await otto.get("/reports/time")).text
    assert shown.count("less than a second") == 2 and 'aria-label=""' not in shown


async def test_the_download_is_case_by_case(cast: Cast) -> None:
    await three(cast)
    async with browser_of(cast.otto) as otto:
        answer = await otto.get("/reports/time.csv?severity=B")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["case"] for row in rows] == ["C-2", "C-1"]
    assert sum(int(rows[1][f"{party}_seconds"]) for party in PARTIES) == 4 * 3600
    async with browser_of(None) as stranger:
        assert (await stranger.get("/reports/time.csv")).status_code in (302, 303)


async def test_the_api_says_it_in_seconds(cast: Cast) -> None:
    await three(cast)
    async with program_of(cast.otto) as otto:
        whole, *families = (await otto.get("/api/reports/time", params={"by": "family"})).json()
    assert (whole["cases"], whole["seconds"]["customer"]) == (3, 12 * 3600)
    assert {share["key"] for share in families} == {"storage", "networking"}
