"""What became of promises."""

import csv
import io
from collections.abc import AsyncIterator

import pytest

from escalations.cases.actions import merge_cases, unmerge_case, withdraw_promise
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.queries.merged import case_itself
from escalations.cases.queries.time import promises_of
from escalations.customers.models import Customer
from escalations.platform.time import time_at
from escalations.reports.narrowing import Narrowing
from escalations.reports.queries import promise_counts, promised_since
from tests.builders import a_case
from tests.cast import Cast
from tests.clocks.moments import later
from tests.reports.scenes import a_promise, sweep
from tests.support import as_person, as_system, browser_of, program_of


@pytest.fixture(autouse=True)
async def a_week_later() -> AsyncIterator[None]:
    with time_at(later(days=7)):
        yield


async def every_outcome(cast: Cast) -> None:
    await a_promise(cast, "Kept", 3)
    await a_promise(cast, "Late", 5, family="networking")
    await a_promise(cast, "Broken", None)
    await sweep(6)
    withdrawn = await a_promise(cast, "Withdrawn", None)
    with time_at(later(hours=2)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, withdrawn.ref, lock=True)
            (clock,) = await promises_of(db, case)
            await withdraw_promise(db, case, clock, "they asked us to wait", by=cast.ada)
    await a_promise(cast, "Open", None)


async def test_kept_late_broken_open_and_withdrawn(cast: Cast) -> None:
    await every_outcome(cast)
    async with as_person(cast.ada) as db:
        counts = await promise_counts(db, Narrowing())
    whole = next(one for one in counts if one.family is None and one.week is None)
    assert whole.counts == {"kept": 1, "late": 1, "broken": 1, "open": 1, "withdrawn": 1}
    by_family = {one.family: one.counts for one in counts if one.family}
    assert by_family["networking"] == {"kept": 0, "late": 1, "broken": 0, "open": 0, "withdrawn": 0}
    assert [one.week for one in counts if one.week] == ["2026-11-16"]


async def test_page_download_and_api(cast: Cast) -> None:
    await every_outcome(cast)
    async with browser_of(cast.otto) as otto:
        shown = await otto.get("/reports/promises")
        german = (await otto.get("/reports/promises", headers={"accept-language": "de"})).text
        assert "Woche vom 16. Nov. 2026" in german and "Insgesamt" in german and "Zusagen nach Woche" in german
        assert shown.status_code == 200 and "33 %" in shown.text and "Week of 16 Nov 2026" in shown.text
        rows = list(csv.DictReader(io.StringIO((await otto.get("/reports/promises.csv")).text)))
        assert sorted(row["outcome"] for row in rows) == ["broken", "kept", "late", "open", "withdrawn"]
        assert "Nothing was promised" in (await otto.get("/reports/promises?severity=A")).text
    async with program_of(cast.otto) as otto:
        told = (await otto.get("/api/reports/promises?family=networking")).json()
        assert [one["counts"]["late"] for one in told] == [1, 1, 1]


async def test_outsiders_count_nothing(cast: Cast) -> None:
    await every_outcome(cast)
    async with browser_of(cast.cleo) as cleo:
        assert "Nothing was promised" in (await cleo.get("/reports/promises")).text
        assert "C-" not in (await cleo.get("/reports/promises.csv")).text
        assert "0 promised" in (await cleo.get("/reports")).text


async def test_a_promise_counts_once_however_often_its_case_is_merged(cast: Cast) -> None:
    case = await a_promise(cast, "Merged", None)
    with time_at(later(hours=1)):
        survivor = await a_case(cast.ada, await the_customer(case))
        for _ in range(2):
            async with as_person(cast.ada) as db:
                pair = [await case_itself(db, one.ref, lock=True) for one in (survivor, case)]
                await merge_cases(db, pair[0], pair[1:], "One and the same.", by=cast.ada)
            assert await everything_promised() == {"open": 1}
            async with as_person(cast.ada) as db:
                await unmerge_case(db, await case_itself(db, case.ref, lock=True), by=cast.ada)
            assert await everything_promised() == {"open": 1}


async def the_customer(case: Case) -> Customer:
    async with as_system() as db:
        return await db.get_one(Customer, case.customer_id)


async def everything_promised() -> dict[str, int]:
    async with as_system() as db:
        counts = await promise_counts(db, Narrowing())
        assert await promised_since(db, Narrowing().since) == sum(one.total for one in counts if one.family)
    total = next(one for one in counts if one.family is None and one.week is None)
    return {outcome: count for outcome, count in total.counts.items() if count}
