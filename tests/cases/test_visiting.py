"""Who else is at a case: told to whoever may see it, for a minute, and written down nowhere."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from escalations.app.stream import BEAT, _told
from escalations.cases.actions import leave_case, stay_at_case
from escalations.cases.actions.visiting import topic_of
from escalations.cases.models import CaseVisit
from escalations.cases.queries import case_for
from escalations.cases.queries.visits import LASTS, visitors_of
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed
from escalations.platform.live import EVERYTHING, LiveHub, changes
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of


async def stays(person: Person, ref: str, doing: str = "viewing", tab: str = "one") -> None:
    async with as_person(person) as db:
        await stay_at_case(db, await case_for(db, person, ref), doing, by=person, tab=tab)


async def seen_by(person: Person, ref: str) -> list[str]:
    async with as_person(person) as db:
        return [one.words for one in await visitors_of(db, await case_for(db, person, ref), but=person)]


async def test_each_sees_the_others_and_who_writes_first(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await stays(cast.ada, case.ref)
    await stays(cast.ben, case.ref)
    await stays(cast.dora, case.ref, "replying")
    await stays(cast.dora, case.ref, "replying")
    assert await seen_by(cast.ada, case.ref) == [f"{cast.dora.name} is replying", f"{cast.ben.name} is looking"]
    await stays(cast.dora, case.ref, "noting")
    assert f"{cast.dora.name} is writing a note" in await seen_by(cast.ben, case.ref)


async def test_it_ends_by_leaving_and_by_itself_and_leaves_no_trace(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        before = len(await trail_of(db, case.subject))
    await stays(cast.ben, case.ref)
    for _ in range(2):
        async with as_person(cast.ben) as db:
            await leave_case(db, await case_for(db, cast.ben, case.ref), by=cast.ben, tab="one")
    assert await seen_by(cast.ada, case.ref) == []
    await stays(cast.ben, case.ref)
    with time_at(now() + LASTS + timedelta(seconds=1)):
        assert await seen_by(cast.ada, case.ref) == []
    with time_at(now() + 20 * LASTS):
        await stays(cast.ada, case.ref)
    async with as_system() as db:
        assert [row.person_id for row in (await db.exec(select(CaseVisit))).all()] == [cast.ada.id]
    async with as_person(cast.ada) as db:
        assert len(await trail_of(db, case.subject)) == before


async def test_two_windows_are_one_person_who_is_there_until_the_last_is_closed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await stays(cast.ben, case.ref, "replying", tab="left")
    await stays(cast.ben, case.ref, "viewing", tab="right")
    assert await seen_by(cast.ada, case.ref) == [f"{cast.ben.name} is replying"]
    async with browser_of(cast.ben) as ben:
        assert (await ben.submit(f"/cases/{case.ref}/visits/withdrawal", tab="left")).status_code == 204
        assert await seen_by(cast.ada, case.ref) == [f"{cast.ben.name} is looking"]
        assert (await ben.submit(f"/cases/{case.ref}/visits", doing="noting", tab="third")).status_code == 200
        assert await seen_by(cast.ada, case.ref) == [f"{cast.ben.name} is writing a note"]
        for tab in ("right", "third"):
            await ben.submit(f"/cases/{case.ref}/visits/withdrawal", tab=tab)
    assert await seen_by(cast.ada, case.ref) == []


async def test_outsiders_learn_nothing_and_auditors_are_not_there(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await stays(cast.ada, case.ref)
    with pytest.raises(NotAllowed):
        await stays(cast.otto, case.ref)
    async with browser_of(cast.cleo) as cleo, program_of(cast.cleo) as program:
        for answer in (
            await cleo.get(f"/cases/{case.ref}/visits"),
            await cleo.submit(f"/cases/{case.ref}/visits", doing="viewing"),
            await cleo.submit(f"/cases/{case.ref}/visits/withdrawal"),
            await program.get(f"/api/cases/{case.ref}/visits"),
            await program.put(f"/api/cases/{case.ref}/visits", json={"doing": "replying"}),
        ):
            assert answer.status_code == 404 and cast.ada.name not in answer.text
    async with browser_of(cast.otto) as otto:
        assert (await otto.submit(f"/cases/{case.ref}/visits", doing="viewing")).status_code == 403
        assert cast.ada.name in (await otto.get(f"/cases/{case.ref}/visits")).text
    assert await seen_by(cast.ada, case.ref) == []


async def test_a_product_group_looks_and_notes_but_does_not_reply(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await stays(cast.pia, case.ref, "noting")
    with pytest.raises(NotAllowed):
        await stays(cast.pia, case.ref, "replying")


async def test_two_who_reply_are_warned_and_the_page_has_its_place(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        assert "is replying" not in (await ada.submit(f"/cases/{case.ref}/visits", doing="replying")).text
        told = (await ben.submit(f"/cases/{case.ref}/visits", doing="viewing")).text
        assert f"{cast.ada.name} is replying" in told and "Agree who answers" not in told
        assert "Agree who answers" in (await ben.submit(f"/cases/{case.ref}/visits", doing="replying")).text
        assert (await ben.submit(f"/cases/{case.ref}/visits", doing="sleeping")).status_code == 200
        page = (await ada.get(f"/cases/{case.ref}")).text
        assert 'id="case-visitors" role="status"' in page and f"topic={topic_of(case).replace('/', '/')}" in page


async def test_programs_say_and_ask_it_too(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as ada, program_of(cast.ben) as ben:
        assert (await ada.put(f"/api/cases/{case.ref}/visits", json={"doing": "replying"})).json() == []
        (told,) = (await ben.put(f"/api/cases/{case.ref}/visits", json={})).json()
        assert (told["name"], told["doing"]) == (cast.ada.name, "replying")
        assert (await ada.delete(f"/api/cases/{case.ref}/visits")).status_code == 204
        assert (await ben.get(f"/api/cases/{case.ref}/visits")).json() == []


async def test_news_of_visits_reach_other_processes_apart_from_the_page(cast: Cast) -> None:
    """Each web process has a hub of its own on the same database; what it says of a boundary only the cleared hear."""
    hub = LiveHub(gather=0)
    topics = frozenset({"visits/7", "case/7"})
    stream = changes(hub, topics, lambda boundary: boundary == "public", now().timestamp() + 60)
    first = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.05)
    hub.ring('{"b": "germany", "t": ["visits/7"]}')
    hub.ring('{"b": "public", "t": ["visits/7"]}')
    heard = await asyncio.wait_for(first, 30)
    assert EVERYTHING in heard or heard == {"visits/7"}
    visits, changed = b"event: visits\ndata: visits\n\n", b"event: changed\ndata: changed\n\n"
    assert _told(frozenset({"visits/7"})) == [visits]
    assert _told(frozenset({"visits/7", "case/7"})) == [changed, visits]
    notices = b"event: notices\ndata: notices\n\n"
    assert _told(frozenset({"notices/7"})) == [notices], "a notice leaves the page as it is"
    assert _told(frozenset({EVERYTHING})) == [changed, notices, visits], "whatever was missed is asked for"
    assert _told(frozenset()) == [BEAT]
