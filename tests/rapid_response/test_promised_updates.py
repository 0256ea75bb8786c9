"""The engagement's own clock: promised, warned of, late, kept, moved."""

from datetime import timedelta

import pytest

from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now, time_at
from escalations.rapid_response.actions import give_update, move_update
from escalations.rapid_response.queries import engagement_for, open_promise, promises_of
from escalations.rapid_response.sweeps import sweep_engagements
from tests.cast import Cast
from tests.rapid_response.builders import NOON, recorded
from tests.rapid_response.scenes import an_engagement, notices_of
from tests.support import as_person, as_system, run_jobs


async def swept(minutes: int) -> None:
    with time_at(NOON + timedelta(minutes=minutes)):
        async with as_system() as db:
            await sweep_engagements(db, now())
        await run_jobs()


async def test_the_lead_is_warned_and_the_duty_lead_told_when_it_is_late(cast: Cast) -> None:
    with time_at(NOON):
        _, engagement = await an_engagement(cast)
        await run_jobs()
    heard = []
    for minutes in (30, 44, 45, 46, 59, 60, 61, 119, 120):
        await swept(minutes)
        told = [text for text in await notices_of(cast.rex) if "next update" in text]
        heard.append((minutes, len(told), len([text for text in await notices_of(cast.dora) if "next update" in text])))
    assert heard == [
        (30, 0, 0),
        (44, 0, 0),
        (45, 1, 0),
        (46, 1, 0),
        (59, 1, 0),
        (60, 2, 1),
        (61, 2, 1),
        (119, 2, 1),
        (120, 3, 2),
    ]
    assert (await notices_of(cast.rex))[
        -1
    ] == f"{engagement.ref} ({engagement.title}): the next update was promised for 13:00 UTC."


async def test_a_missed_sweep_tells_once_and_not_of_what_was_kept(cast: Cast) -> None:
    with time_at(NOON):
        _, engagement = await an_engagement(cast)
    with time_at(NOON + timedelta(minutes=300)):
        async with as_system() as db:
            assert await sweep_engagements(db, now()) == 1
            held = await engagement_for(db, cast.rex, engagement.ref)
            assert held.wake_at == NOON + timedelta(minutes=360)
        async with as_person(cast.rex) as db:
            await give_update(
                db,
                await engagement_for(db, cast.rex, engagement.ref, lock=True),
                now() + timedelta(hours=1),
                by=cast.rex,
            )
        await run_jobs()
    assert not [text for text in await notices_of(cast.dora) if "next update" in text]


async def test_given_moved_and_refused(cast: Cast) -> None:
    with time_at(NOON):
        _, engagement = await an_engagement(cast)
    with time_at(NOON + timedelta(minutes=70)):
        async with as_person(cast.rex) as db:
            held = await engagement_for(db, cast.rex, engagement.ref, lock=True)
            await give_update(db, held, now() + timedelta(hours=1), by=cast.rex)
            for _ in range(2):
                await move_update(db, held, now() + timedelta(hours=2), "The customer sleeps.", by=cast.rex)
            with pytest.raises(Refused, match="within the next 3 days"):
                await give_update(db, held, now(), by=cast.rex)
            standing = await open_promise(db, held)
            assert standing is not None and standing.due_at == now() + timedelta(hours=2)
            assert [one.outcome for one in await promises_of(db, held)] == ["", "moved", "kept"]
        async with as_person(cast.ada) as db:
            with pytest.raises(NotAllowed):
                await give_update(
                    db, await engagement_for(db, cast.ada, engagement.ref), now() + timedelta(hours=1), by=cast.ada
                )
    actions = await recorded(engagement.subject)
    assert (actions.count("EngagementUpdated"), actions.count("EngagementUpdateMoved")) == (1, 1)


async def test_nobody_promises_for_a_request(cast: Cast) -> None:
    _, engagement = await an_engagement(cast, taken=False)
    async with as_person(cast.rex) as db:
        with pytest.raises(Refused, match="Take the lead first"):
            await give_update(
                db, await engagement_for(db, cast.rex, engagement.ref), now() + timedelta(hours=1), by=cast.rex
            )
