"""Plan, room and the two summaries, of which one never leaves the house."""

import pytest

from escalations.cases.queries import case_for
from escalations.cases.queries.prepared import prepared_reply
from escalations.platform.errors import NotAllowed, Refused, Stale
from escalations.rapid_response.actions import (
    Step,
    add_case,
    add_step,
    note_guest,
    note_guest_left,
    prepare_replies,
    revise_step,
    revise_summary,
    tick_step,
)
from escalations.rapid_response.queries import engagement_for, guests_of, steps_of, summaries_of
from tests.cast import Cast
from tests.rapid_response.builders import recorded
from tests.rapid_response.scenes import an_engagement, another_case
from tests.support import as_person, browser_of

INSIDE = "The storage team suspects that the customer misread the bill."
OUTSIDE = "The shares are slow since 12:00 UTC. We move them to another cluster."


async def test_a_plan_is_written_changed_and_ticked_off(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with as_person(cast.ada) as db:
        held = await engagement_for(db, cast.ada, engagement.ref)
        step = await add_step(db, held, Step("Collect a trace", "Ada"), by=cast.ada)
        version = step.version
        for _ in range(2):
            await revise_step(db, held, step, Step("Collect two traces", "Ada"), version=version, by=cast.ada)
        with pytest.raises(Stale):
            await revise_step(db, held, step, Step("Collect no trace"), version=version, by=cast.ada)
        for done in (True, True, False, True):
            await tick_step(db, held, step, done, by=cast.ada)
        assert [(one.what, one.done_by) for one in await steps_of(db, held)] == [("Collect two traces", cast.ada.id)]
    actions = await recorded(engagement.subject)
    assert [actions.count(name) for name in ("StepAdded", "StepRevised", "StepDone")] == [1, 1, 3]


async def test_two_edit_a_step_and_both_sides_are_shown(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with browser_of(cast.ada) as ada, browser_of(cast.rex) as rex:
        url = f"{engagement.url}/steps"
        assert (await ada.submit(url, what="Collect a trace")).status_code == 303
        assert "Collect a trace" in (await rex.get(f"{url}/1/edit")).text
        assert (await ada.submit(f"{url}/1/revisions", what="Collect two traces", version=1)).status_code == 303
        clash = await rex.submit(f"{url}/1/revisions", what="Collect a dump", version=1)
        assert clash.status_code == 409 and "Collect two traces" in clash.text and "Collect a dump" in clash.text


async def test_only_the_summary_for_the_customer_becomes_a_reply(cast: Cast) -> None:
    first, engagement = await an_engagement(cast)
    second = await another_case(cast, first.customer_id)
    async with as_person(cast.rex) as db:
        held = await engagement_for(db, cast.rex, engagement.ref, lock=True)
        await add_case(db, held, await case_for(db, cast.rex, second.ref, lock=True), by=cast.rex)
        await revise_summary(db, held, "internal", INSIDE, version=0, by=cast.rex)
        with pytest.raises(Refused, match="The internal one is never sent"):
            await prepare_replies(db, held, by=cast.rex)
        await revise_summary(db, held, "customer", OUTSIDE, version=0, by=cast.rex)
        for _ in range(2):
            assert await prepare_replies(db, held, by=cast.rex) == 2
        for ref in (first.ref, second.ref):
            prepared = await prepared_reply(db, await case_for(db, cast.rex, ref))
            assert prepared is not None and prepared.body == OUTSIDE
    async with browser_of(cast.ada) as ada:
        page = (await ada.get(f"/cases/{first.ref}")).text
        assert OUTSIDE in page and INSIDE not in page


async def test_a_summary_is_not_overwritten_unknowingly(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with browser_of(cast.rex) as rex:
        url = f"{engagement.url}/summaries"
        assert (await rex.submit(url, audience="customer", body="First.", version=0)).status_code == 303
        clash = await rex.submit(url, audience="customer", body="Second.", version=0)
        assert clash.status_code == 409 and "First." in clash.text and "Second." in clash.text
        assert (await rex.submit(url, audience="press", body="No.", version=0)).status_code == 422
        assert (await rex.submit(url, audience="customer", body="Second.", version=1)).status_code == 303
    async with as_person(cast.rex) as db:
        held = await engagement_for(db, cast.rex, engagement.ref)
        assert (await summaries_of(db, held))["customer"].number == 2


async def test_the_room(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with as_person(cast.ada) as db:
        held = await engagement_for(db, cast.ada, engagement.ref)
        for _ in range(2):
            guest = await note_guest(db, held, "Lena Vogt", "customer", by=cast.ada)
        for _ in range(2):
            await note_guest_left(db, held, guest, by=cast.ada)
        assert [one.left_at is not None for one in await guests_of(db, held)] == [True]
    actions = await recorded(engagement.subject)
    assert (actions.count("GuestJoined"), actions.count("GuestLeft")) == (1, 1)


async def test_the_auditor_reads_only(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with as_person(cast.otto) as db:
        held = await engagement_for(db, cast.otto, engagement.ref)
        for verb in (
            add_step(db, held, Step("Nothing"), by=cast.otto),
            revise_summary(db, held, "customer", "Nothing.", version=0, by=cast.otto),
            prepare_replies(db, held, by=cast.otto),
            note_guest(db, held, "Otto", "us", by=cast.otto),
        ):
            with pytest.raises(NotAllowed):
                await verb
    async with browser_of(cast.otto) as otto:
        page = await otto.get(engagement.url)
        assert page.status_code == 200 and "<textarea" not in page.text
