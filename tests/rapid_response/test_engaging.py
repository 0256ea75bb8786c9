import asyncio

import pytest

from escalations.cases.actions import close_case
from escalations.cases.queries import case_for
from escalations.clocks.queries import clocks_of_case, running_clock
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.rapid_response.actions import engage, request_rapid_response, stand_down
from escalations.rapid_response.queries import holder_of, last_engagement, open_engagement
from tests.builders import a_case
from tests.cast import Cast
from tests.rapid_response.builders import REASON, a_covered_case, another_of_rapid_response, recorded
from tests.support import as_person, run_jobs


async def test_it_is_requested_once(cast: Cast) -> None:
    opened = await a_covered_case(cast)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        first = await request_rapid_response(db, case, REASON, by=cast.ada)
        assert await request_rapid_response(db, case, "Again!", by=cast.ada) is first
        clock = await running_clock(db, case.id, "first_response", holder="rapid_response")
        assert clock is not None and clock.target_minutes == 15
    assert await recorded("rapid_response/1") == ["RapidResponseRequested"]


async def test_three_at_once_are_one(cast: Cast) -> None:
    opened = await a_covered_case(cast)

    async def press() -> int:
        async with as_person(cast.ada) as db:
            return (await request_rapid_response(db, await case_for(db, cast.ada, opened.ref), REASON, by=cast.ada)).id

    assert set(await asyncio.gather(press(), press(), press())) == {1}


@pytest.mark.parametrize(
    ("covered", "severity", "because"),
    [(False, "A", "has no rapid-response cover"), (True, "C", "takes severity A and B")],
)
async def test_it_is_refused_with_the_reason(cast: Cast, covered: bool, severity: str, because: str) -> None:
    opened = await (a_covered_case(cast, claimed=severity) if covered else a_case(cast.ada, claimed=severity))
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match=because):
            await request_rapid_response(db, await case_for(db, cast.ada, opened.ref), REASON, by=cast.ada)


async def test_somebody_takes_it_and_stands_down(cast: Cast) -> None:
    opened = await a_covered_case(cast)
    async with as_person(cast.ada) as db:
        await request_rapid_response(db, await case_for(db, cast.ada, opened.ref), REASON, by=cast.ada)
    async with as_person(cast.rex) as db:
        case = await case_for(db, cast.rex, opened.ref)
        for _ in range(2):
            held = await holder_of(db, await engage(db, case, by=cast.rex), "lead")
            assert held is not None and held.person_id == cast.rex.id
        assert {clock.holder: clock.state for clock in await clocks_of_case(db, case.id)} == {
            "support": "running",
            "rapid_response": "satisfied",
        }
        for _ in range(2):
            await stand_down(db, case, "Mitigated; Ada goes on.", "Ask for the subnet first.", by=cast.rex)
        ended = await last_engagement(db, case)
        assert ended is not None and (ended.state, ended.stand_down_note) == ("stood_down", "Mitigated; Ada goes on.")
    assert await recorded("rapid_response/1") == [
        "RapidResponseRequested",
        "RapidResponseEngaged",
        "RapidResponseStoodDown",
    ]


async def test_a_request_may_be_taken_back_and_made_again(cast: Cast) -> None:
    opened = await a_covered_case(cast)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await request_rapid_response(db, case, REASON, by=cast.ada)
        await stand_down(db, case, "It came back by itself.", by=cast.ada)
        assert await running_clock(db, case.id, "first_response", holder="rapid_response") is None
        again = await request_rapid_response(db, case, "And away again.", by=cast.ada)
        assert again.state == "requested" and again.id == 2


async def test_only_one_watches_and_only_rapid_response_ends_it(cast: Cast) -> None:
    opened = await a_covered_case(cast)
    async with as_person(cast.rex) as db:
        case = await case_for(db, cast.rex, opened.ref)
        with pytest.raises(Refused, match="Nobody asks rapid response"):
            await engage(db, case, by=cast.rex)
        await request_rapid_response(db, case, REASON, by=cast.rex)
        await engage(db, case, by=cast.rex)
    rhea = await another_of_rapid_response()
    async with as_person(rhea) as db:
        with pytest.raises(Refused, match="colleague of yours already has C-1"):
            await engage(db, await case_for(db, rhea, opened.ref), by=rhea)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        with pytest.raises(NotAllowed):
            await engage(db, case, by=cast.ada)
        with pytest.raises(NotAllowed):
            await stand_down(db, case, "Enough.", by=cast.ada)


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    opened = await a_covered_case(cast)
    async with as_person(cast.cleo) as db:
        with pytest.raises(NotFound):
            await case_for(db, cast.cleo, opened.ref)
        assert await open_engagement(db, opened.id) is None
    async with as_person(cast.otto) as db:
        case = await case_for(db, cast.otto, opened.ref)
        with pytest.raises(NotAllowed):
            await request_rapid_response(db, case, REASON, by=cast.otto)
        with pytest.raises(NotAllowed):
            await stand_down(db, case, "Enough.", by=cast.otto)


async def test_a_closed_case_needs_nobody(cast: Cast) -> None:
    opened = await a_covered_case(cast)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await request_rapid_response(db, case, REASON, by=cast.ada)
        await close_case(db, case, "fixed", "The subnet was added.", by=cast.ada)
    await run_jobs()
    async with as_person(cast.ada) as db:
        ended = await last_engagement(db, case)
        assert ended is not None and (ended.state, ended.stand_down_note) == ("stood_down", "The case was closed.")
