"""What comes back long after its case was closed is a case of its own."""

from datetime import timedelta

import pytest

from escalations.cases.actions import close_case, follow_up_on, reopen_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for, links_of
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now, time_at
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of

NOTE = "The storage key had been rotated; the secret was renewed."


async def closed(cast: Cast, days: int) -> Case:
    with time_at(now() - timedelta(days=days)):
        opened = await a_case(cast.ada)
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await close_case(db, case, "fixed", NOTE, by=cast.ada)
    return case


async def test_within_two_weeks_it_is_reopened(cast: Cast) -> None:
    old = await closed(cast, 13)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, old.ref, lock=True)
        await reopen_case(db, case, "it came back", by=cast.ada)
        assert case.is_open


async def test_later_it_is_refused_and_the_page_offers_a_new_case(cast: Cast) -> None:
    old = await closed(cast, 15)
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match=r"was closed 15 d ago\. What comes back after 14 days is a case of its own"):
            await reopen_case(db, await case_for(db, cast.ada, old.ref, lock=True), "it came back", by=cast.ada)
    async with browser_of(cast.ada) as browser:
        page = (await browser.get(f"/cases/{old.ref}")).text
        link = f"/cases/new?customer=CU-{old.customer_id}&amp;follows={old.ref}"
        assert link in page and "Reopen" not in page.split("<main")[0]
        form = (await browser.get(link.replace("&amp;", "&"))).text
        assert f'name="follows" value="{old.ref}"' in form


async def test_the_new_case_is_linked_and_has_clocks_of_its_own(cast: Cast) -> None:
    old = await closed(cast, 30)
    async with browser_of(cast.ada) as browser, program_of(cast.ada) as program:
        words = {
            "customer": f"CU-{old.customer_id}",
            "title": "Pods cannot mount again",
            "description": "mount error(13) is back",
        }
        answer = await browser.submit("/cases", follows=old.ref, **words)
        ref = answer.headers["location"].rpartition("/")[2]
        told = await program.post("/api/cases", json={**words, "follows": old.ref})
        assert told.status_code == 201
    async with as_person(cast.ada) as db:
        for new in (ref, told.json()["ref"]):
            case = await case_for(db, cast.ada, new)
            (link,) = await links_of(db, case)
            assert (link.id, link.link.kind) == (old.id, "related")
            assert link.link.reason.startswith(f"goes on with {old.ref}, closed on ")
            assert case.due_kind == "first_response" and case.opened_at > old.closed_at


async def test_it_must_be_a_closed_case_of_the_same_customer(cast: Cast) -> None:
    old, elsewhere = await closed(cast, 30), await a_case(cast.ada, await a_customer(name="Quay Foods"))
    async with as_person(cast.ada) as db:
        new = await case_for(db, cast.ada, elsewhere.ref)
        with pytest.raises(Refused, match="another customer's case"):
            await follow_up_on(db, await case_for(db, cast.ada, old.ref), new, by=cast.ada)
        with pytest.raises(Refused, match=r"is open\. Write there"):
            await follow_up_on(db, new, new, by=cast.ada)
        with pytest.raises(NotAllowed):
            await follow_up_on(db, await case_for(db, cast.ada, old.ref), new, by=cast.otto)
    async with browser_of(cast.cleo) as browser:
        words = {
            "customer": f"CU-{old.customer_id}",
            "title": "Pods cannot mount",
            "description": "mount error(13) is back",
        }
        assert (await browser.submit("/cases", follows=old.ref, **words)).status_code == 404
