"""One record over many cases: whose they are, who leads, and how it ends."""

import pytest
from sqlalchemy.exc import IntegrityError

from escalations.cases.actions import close_case
from escalations.cases.queries import case_for
from escalations.clocks.queries import running_clock
from escalations.people.actions import disable_person
from escalations.platform.db import Scope, nothing_to_record, transaction
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import now
from escalations.rapid_response.actions import (
    add_case,
    lay_down_role,
    release_case,
    request_rapid_response,
    stand_down_engagement,
    take_role,
    widen_engagement,
)
from escalations.rapid_response.models import Engagement, EngagementCase
from escalations.rapid_response.queries import cases_in, engagement_for, holder_of, open_promise
from escalations.rapid_response.sweeps import sweep_engagements
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.rapid_response.builders import REASON, another_of_rapid_response, recorded
from tests.rapid_response.scenes import again, an_engagement, another_case, notices_of
from tests.support import as_person, as_system, run_jobs


async def test_a_second_case_of_the_customer_joins_those_who_look_after_it(cast: Cast) -> None:
    first, engagement = await an_engagement(cast)
    second = await another_case(cast, first.customer_id)
    async with as_person(cast.ada) as db:
        joined = await request_rapid_response(db, await case_for(db, cast.ada, second.ref), REASON, by=cast.ada)
        assert joined.id == engagement.id
        assert [case.ref for case in await cases_in(db, joined)] == [first.ref, second.ref]
        assert await running_clock(db, second.id, "first_response", holder="rapid_response") is None
    await run_jobs()
    assert any(
        text.startswith(f"{second.ref}, severity A, joined {engagement.ref}") for text in await notices_of(cast.rex)
    )


async def test_another_customers_case_needs_a_named_cause(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    other = await a_case(cast.ada, await a_customer(name="Carraway Bank", covered=True), claimed="A")
    async with as_person(cast.rex) as db:
        case = await case_for(db, cast.rex, other.ref, lock=True)
        held = await engagement_for(db, cast.rex, engagement.ref, lock=True)
        with pytest.raises(Refused, match="Name the cause that the cases have in common"):
            await add_case(db, held, case, by=cast.rex)
        await widen_engagement(db, held, "The certificate of the gateway ran out.", by=cast.rex)
        for _ in range(2):
            await add_case(db, held, case, by=cast.rex)
        assert len(await cases_in(db, held)) == 2
    assert (await recorded(engagement.subject)).count("EngagementCaseAdded") == 1
    async with as_person(cast.rex) as db:
        held = await engagement_for(db, cast.rex, engagement.ref, lock=True)
        await release_case(db, held, await case_for(db, cast.rex, other.ref), "It was another cause.", by=cast.rex)
        with pytest.raises(Refused, match="C-1 is the last open case"):
            await release_case(db, held, await case_for(db, cast.rex, "C-1"), "It was not.", by=cast.rex)


async def test_no_case_of_another_boundary_can_be_in_it(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    far = await a_case(cast.ada, await a_customer("usgov", "Bureau of Maps", covered=True), claimed="A")
    async with as_person(cast.rex) as db:
        case = await case_for(db, cast.rex, far.ref, lock=True)
        with pytest.raises(Refused, match="another boundary"):
            await add_case(db, await engagement_for(db, cast.rex, engagement.ref, lock=True), case, by=cast.rex)
    for boundary in ("public", "usgov"):
        with pytest.raises(IntegrityError):
            async with transaction(Scope.system("public", "usgov")) as db:
                nothing_to_record(db, "it is tried past the verb")
                db.add(EngagementCase(boundary=boundary, engagement_id=engagement.id, case_id=far.id, added_at=now()))


async def test_roles_are_taken_over_by_name_and_laid_down(cast: Cast) -> None:
    case, engagement = await an_engagement(cast)
    rhea = await another_of_rapid_response()
    async with as_person(rhea) as db:
        held = await engagement_for(db, rhea, engagement.ref, lock=True)
        with pytest.raises(Refused, match="Rex has the role lead"):
            await take_role(db, held, "lead", by=rhea)
        await take_role(db, held, "lead", over=cast.rex.id, by=rhea)
        await take_role(db, held, "technical", cast.ada, by=rhea)
        lead = await holder_of(db, held, "lead")
        assert lead is not None and lead.person_id == rhea.id
        with pytest.raises(Refused, match="Ada cannot take this role"):
            await take_role(db, held, "lead", cast.ada, over=rhea.id, by=rhea)
        with pytest.raises(NotAllowed, match="not cleared for public"):
            await take_role(db, held, "technical", cast.cleo, over=cast.ada.id, by=rhea)
        for _ in range(2):
            await lay_down_role(db, held, "lead", by=rhea)
        assert held.state == "requested" and await open_promise(db, held) is None
        assert await running_clock(db, case.id, "first_response", holder="rapid_response") is not None
    assert (await recorded(engagement.subject)).count("RoleTaken") == 2
    assert any("Rhea has the role lead" in text for text in await notices_of(cast.rex))


async def test_when_its_lead_leaves_the_house_it_waits_for_somebody(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with as_person(cast.adam) as db:
        await disable_person(db, await db.merge(cast.rex, load=True), by=cast.adam)
    async with as_system() as db:
        assert await sweep_engagements(db, now()) == 1
    async with as_system() as db:
        assert await sweep_engagements(db, now()) == 0
    assert (await again(cast.ada, engagement)).state == "requested"
    await run_jobs()


async def test_it_ends_with_what_was_learned(cast: Cast) -> None:
    case, engagement = await an_engagement(cast)
    async with as_person(cast.rex) as db:
        held = await engagement_for(db, cast.rex, engagement.ref, lock=True)
        with pytest.raises(Refused, match="Say what was learned"):
            await stand_down_engagement(db, held, "Mitigated.", by=cast.rex)
        for _ in range(2):
            await stand_down_engagement(db, held, "Mitigated.", "Ask for the subnet first.", by=cast.rex)
        assert (held.state, held.learned, held.wake_at) == ("stood_down", "Ask for the subnet first.", None)
        with pytest.raises(Refused, match="has stood down"):
            await take_role(db, held, "lead", by=cast.rex)
        again_asked = await request_rapid_response(db, await case_for(db, cast.rex, case.ref), REASON, by=cast.rex)
        assert again_asked.id != engagement.id
        assert [one.ref for one in await cases_in(db, held)] == [case.ref]
    assert (await recorded(engagement.subject)).count("RapidResponseStoodDown") == 1


async def test_the_lead_is_asked_to_stand_down_when_all_cases_are_closed(cast: Cast) -> None:
    opened, engagement = await an_engagement(cast)
    async with as_person(cast.ada) as db:
        await close_case(
            db, await case_for(db, cast.ada, opened.ref, lock=True), "fixed", "The subnet was added.", by=cast.ada
        )
    await run_jobs()
    assert (await again(cast.ada, engagement)).state == "engaged"
    assert any("Stand down and write what was learned" in text for text in await notices_of(cast.rex))


async def test_outsiders_and_auditors(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with as_person(cast.cleo) as db:
        with pytest.raises(NotFound):
            await engagement_for(db, cast.cleo, engagement.ref)
    async with as_person(cast.otto) as db:
        held: Engagement = await engagement_for(db, cast.otto, engagement.ref)
        case = await case_for(db, cast.otto, "C-1")
        for verb in (
            take_role(db, held, "lead", by=cast.otto),
            lay_down_role(db, held, "lead", by=cast.otto),
            add_case(db, held, case, by=cast.otto),
            release_case(db, held, case, "It leaves.", by=cast.otto),
            widen_engagement(db, held, "A cause.", by=cast.otto),
            stand_down_engagement(db, held, "Over.", "Nothing.", by=cast.otto),
        ):
            with pytest.raises(NotAllowed):
                await verb
