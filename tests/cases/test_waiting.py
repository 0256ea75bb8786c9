from datetime import timedelta

import pytest

from escalations.cases.actions import reply_to_customer, resume_case, snooze_case, wait_for
from escalations.cases.queries import case_for, wait_of
from escalations.cases.sweeps import wake_snoozed
from escalations.clocks.queries import open_clock, running_clock
from escalations.platform.errors import Refused
from escalations.platform.time import now, time_at
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of


async def test_waiting_rests_the_update_clock_but_never_the_first_response(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await wait_for(db, case, "customer", "Which region?", now() + timedelta(hours=5), by=cast.ada)
        assert (await running_clock(db, case.id, "first_response")) is not None
        await resume_case(db, case, "found it", by=cast.ada)
        await reply_to_customer(db, case, "Which node pool is it?", by=cast.ada)
        await wait_for(db, case, "customer", "Which node pool?", now() + timedelta(hours=5), by=cast.ada)
        rested = await open_clock(db, case.id, "next_update")
        assert rested is not None and rested.state == "paused"
        assert case.due_kind == "follow_up"


async def test_a_wait_ends_by_itself(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    until = now() + timedelta(hours=5)
    async with as_person(cast.ada) as db:
        await wait_for(
            db, await case_for(db, cast.ada, opened.ref), "third_party", "Ask the carrier", until, by=cast.ada
        )
    with time_at(until + timedelta(minutes=1)):
        async with as_system() as db:
            assert await wake_snoozed(db, now()) == 1
            assert await wake_snoozed(db, now()) == 0
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        assert case.turn == "us"
        assert await wait_of(db, case) is None


async def test_nobody_sleeps_past_a_due_clock(cast: Cast) -> None:
    opened = await a_case(cast.ada, claimed="A")
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        with pytest.raises(Refused, match="first response is due before that"):
            await snooze_case(db, case, now() + timedelta(days=2), "later", by=cast.ada)
        late = now() + timedelta(days=1)
        with time_at(late), pytest.raises(Refused, match=r"was due at .* Answer first, then snooze"):
            await snooze_case(db, case, late + timedelta(days=2), "later", by=cast.ada)


async def test_a_snooze_hides_and_wakes(cast: Cast) -> None:
    opened = await a_case(cast.ada, claimed="C")
    until = now() + timedelta(minutes=20)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await snooze_case(db, case, until, "after lunch", by=cast.ada)
        await snooze_case(db, case, until, "after lunch", by=cast.ada)
    with time_at(until + timedelta(minutes=1)):
        async with as_system() as db:
            await wake_snoozed(db, now())
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, opened.ref)).snoozed_until is None


@pytest.mark.parametrize("days", [-1, 45])
async def test_an_odd_moment_is_refused_in_words(cast: Cast, days: int) -> None:
    opened = await a_case(cast.ada)
    until = (now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(
            f"/cases/{opened.ref}/wait", on_whom="customer", question="Which region is it?", until=until
        )
        assert answer.status_code == 409
        assert "Which region is it?" in answer.text


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    told = {"on_whom": "customer", "question": "Which region is it?", "until": "2030-01-01T10:00"}
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        assert (await cleo.submit(f"/cases/{opened.ref}/wait", **told)).status_code == 404
        assert (await otto.submit(f"/cases/{opened.ref}/wait", **told)).status_code == 403
