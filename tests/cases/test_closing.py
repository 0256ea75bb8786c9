import asyncio

import asyncpg
import pytest

from escalations.cases.actions import close_case, link_cases, reopen_case
from escalations.cases.queries import case_for, closure_of, links_of
from escalations.clocks.queries import open_clocks
from escalations.platform.errors import Refused
from escalations.platform.trail import trail_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, browser_of

NOTE = "The storage key had been rotated; the secret was renewed."


async def test_closing_stops_the_clocks_and_reopening_starts_one(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await close_case(db, case, "fixed", NOTE, by=cast.ada)
        assert await open_clocks(db, case.id) == []
        await reopen_case(db, case, "it came back after an hour", by=cast.ada)
        again = {clock.kind: clock.state for clock in await open_clocks(db, case.id)}
        assert again == {"resolution": "running", "next_update": "running"}
        assert await closure_of(db, case) is None


async def test_closing_twice_the_same_way_records_once(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await close_case(db, case, "fixed", NOTE, by=cast.ada)
        await close_case(db, case, "fixed", NOTE, by=cast.ada)
        assert [row.action for row in await trail_of(db, case.subject)].count("CaseClosed") == 1
        with pytest.raises(Refused, match="already closed"):
            await close_case(db, case, "duplicate", NOTE, by=cast.ada)
        with pytest.raises(Refused, match="already closed"):
            await close_case(db, case, "fixed", "Another story.", by=cast.ada)


async def test_two_closures_cannot_both_commit(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        answers = await asyncio.gather(
            ada.submit(f"/cases/{opened.ref}/closure", resolution="fixed", note=NOTE),
            ben.submit(f"/cases/{opened.ref}/closure", resolution="by_design", note=NOTE),
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]


async def test_the_key_alone_forbids_a_second_closure(cast: Cast, admin: asyncpg.Connection) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        await close_case(db, await case_for(db, cast.ada, opened.ref), "fixed", NOTE, by=cast.ada)
    with pytest.raises(asyncpg.UniqueViolationError):
        await admin.execute("INSERT INTO case_closure SELECT * FROM case_closure")


async def test_a_parent_waits_for_its_parts(cast: Cast) -> None:
    customer = await a_customer()
    whole, part = (
        await a_case(cast.ada, customer),
        await a_case(cast.ada, customer, title="One pod of the same trouble"),
    )
    async with as_person(cast.ada) as db:
        parent, child = await case_for(db, cast.ada, whole.ref), await case_for(db, cast.ada, part.ref)
        await link_cases(db, child, parent, "parent", by=cast.ada)
        with pytest.raises(Refused, match=part.ref):
            await close_case(db, parent, "fixed", NOTE, by=cast.ada)


async def test_no_circle_of_parents_and_no_link_across_boundaries(cast: Cast) -> None:
    customer = await a_customer()
    cases = [await a_case(cast.ada, customer, title=f"Trouble number {n}") for n in range(3)]
    foreign = await a_case(cast.ada, await a_customer("usgov", "Harbour Police"))
    async with as_person(cast.ada) as db:
        one, two, three = [await case_for(db, cast.ada, case.ref) for case in cases]
        await link_cases(db, one, two, "parent", by=cast.ada)
        await link_cases(db, two, three, "parent", by=cast.ada)
        with pytest.raises(Refused, match="itself part of"):
            await link_cases(db, three, one, "parent", by=cast.ada)
        with pytest.raises(Refused, match="different boundaries"):
            await link_cases(db, one, await case_for(db, cast.ada, foreign.ref), "related", by=cast.ada)
        assert len(await links_of(db, two)) == 2


async def test_the_form_says_what_is_missing_and_keeps_the_rest(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{opened.ref}/closure", htmx=True, resolution="", note=NOTE)
        assert answer.status_code == 422
        assert NOTE in answer.text


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        assert (await cleo.submit(f"/cases/{opened.ref}/closure", resolution="fixed", note=NOTE)).status_code == 404
        assert (await otto.submit(f"/cases/{opened.ref}/closure", resolution="fixed", note=NOTE)).status_code == 403
