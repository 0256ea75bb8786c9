"""A pack is read, and each case of it moves when its receiver acknowledges it, and not before."""

from datetime import timedelta

import pytest

from escalations.cases.actions import assign_case, reply_to_customer
from escalations.cases.actions.promising import make_promises
from escalations.cases.queries import case_for
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import now, time_at
from escalations.rapid_response.actions import acknowledge_line, withdraw_handover, write_handover
from escalations.rapid_response.models import Handover
from escalations.rapid_response.queries import engagement_for, holder_of
from escalations.rapid_response.queries.handovers import handover_for, line_of, lines_of
from escalations.rapid_response.sweeps import sweep_handovers
from tests.cast import Cast
from tests.rapid_response.builders import NOON, another_of_rapid_response, recorded
from tests.rapid_response.scenes import a_pack, an_engagement, notices_of, owned_by
from tests.support import as_person, as_system, browser_of, program_of, run_jobs


async def acknowledge(person: Person, handover: Handover, number: int = 0) -> None:
    async with as_person(person) as db:
        found = await handover_for(db, person, handover.ref)
        line, case = await line_of(db, found, (await lines_of(db, found))[number][0].id)
        await acknowledge_line(db, found, line, case, by=person)


async def test_ownership_moves_case_by_case_and_only_when_acknowledged(cast: Cast) -> None:
    first, second = await owned_by(cast.ada, claimed="A"), await owned_by(cast.ada, title="The other share")
    pack = await a_pack(cast.ada, cast.ben)
    async with as_person(cast.ada) as db:
        assert {(await case_for(db, cast.ada, one.ref)).owner_id for one in (first, second)} == {cast.ada.id}
    for _ in range(2):
        await acknowledge(cast.ben, pack)
    async with as_person(cast.ada) as db:
        owners = [(await case_for(db, cast.ada, one.ref)).owner_id for one in (first, second)]
        assert owners == [cast.ben.id, cast.ada.id]
    assert await recorded(pack.subject) == ["HandoverWritten", "NoticeGiven", "HandoverAcknowledged"]


async def test_the_pack_says_what_changed_what_is_promised_and_what_falls_due(cast: Cast) -> None:
    with time_at(NOON):
        case = await owned_by(cast.ada, claimed="A")
    with time_at(NOON + timedelta(minutes=5)):
        async with as_person(cast.ada) as db:
            row = await case_for(db, cast.ada, case.ref, lock=True)
            await reply_to_customer(db, row, "I am on it.", by=cast.ada, last_seen=None, gate_reason="a test")
            await make_promises(db, row, [now() + timedelta(hours=20)], [], by=cast.ada)
        pack = await a_pack(cast.ada, cast.ben)
    async with as_person(cast.ben) as db:
        ((line, _),) = await lines_of(db, await handover_for(db, cast.ben, pack.ref))
        assert "Ada replied to the customer" in str(line.told["changed"])
        assert [one["what"] for one in line.told["promises"]] == ["promise"]
        assert "next update" in [one["what"] for one in line.told["clocks"]]
        assert (line.next_action, line.hypothesis) == ("Wait for the logs.", "A stale key.")
    with time_at(NOON + timedelta(hours=1)):
        later = await a_pack(cast.ada, cast.ben)
        assert later.since == NOON + timedelta(minutes=5)
        async with as_person(cast.ben) as db:
            ((line, _),) = await lines_of(db, await handover_for(db, cast.ben, later.ref))
            assert "replied" not in str(line.told["changed"])


async def test_the_lead_goes_along_with_its_case(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    rhea = await another_of_rapid_response()
    pack = await a_pack(cast.rex, rhea)
    await acknowledge(rhea, pack)
    async with as_person(rhea) as db:
        lead = await holder_of(db, await engagement_for(db, rhea, engagement.ref), "lead")
        assert lead is not None and lead.person_id == rhea.id


async def test_an_unacknowledged_severity_a_reaches_the_duty_lead_again_and_again(cast: Cast) -> None:
    with time_at(NOON):
        await owned_by(cast.ada, claimed="A")
        await owned_by(cast.ada, claimed="B", title="The other share")
        pack = await a_pack(cast.ada, cast.ben)
        await run_jobs()
    heard = []
    for minutes in (14, 15, 16, 30):
        with time_at(NOON + timedelta(minutes=minutes)):
            async with as_system() as db:
                await sweep_handovers(db, now())
            await run_jobs()
        heard.append(
            [sum("to acknowledge it" in text for text in await notices_of(one)) for one in (cast.dora, cast.ben)]
        )
    assert heard == [[0, 0], [1, 1], [1, 1], [2, 2]]
    with time_at(NOON + timedelta(minutes=31)):
        await acknowledge(cast.ben, pack)
    with time_at(NOON + timedelta(hours=2)):
        async with as_system() as db:
            assert await sweep_handovers(db, now()) == 0


async def test_a_case_that_became_severe_pages_too(cast: Cast) -> None:
    with time_at(NOON):
        case = await owned_by(cast.ada, claimed="B")
        await a_pack(cast.ada, cast.ben)
        async with as_person(cast.ada) as db:
            (await case_for(db, cast.ada, case.ref, lock=True)).severity = "A"
            db.sync_session.info["recorded"] = True
    with time_at(NOON + timedelta(minutes=20)):
        async with as_system() as db:
            assert await sweep_handovers(db, now()) == 1


async def test_a_newer_pack_takes_the_place_of_the_older_and_one_may_be_withdrawn(cast: Cast) -> None:
    await owned_by(cast.ada)
    old, new = await a_pack(cast.ada, cast.ben), await a_pack(cast.ada, cast.dora)
    with pytest.raises(Refused, match="left this pack"):
        await acknowledge(cast.ben, old)
    async with as_person(cast.ada) as db:
        for _ in range(2):
            await withdraw_handover(db, await handover_for(db, cast.ada, new.ref, lock=True), by=cast.ada)
    with pytest.raises(Refused, match="withdrawn"):
        await acknowledge(cast.dora, new)
    assert (await recorded(new.subject)).count("HandoverWithdrawn") == 1


async def test_what_went_elsewhere_meanwhile_stays_there(cast: Cast) -> None:
    case = await owned_by(cast.ada)
    pack = await a_pack(cast.ada, cast.ben)
    async with as_person(cast.dora) as db:
        await assign_case(db, await case_for(db, cast.dora, case.ref, lock=True), cast.dora, by=cast.dora)
    await acknowledge(cast.ben, pack)
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, case.ref)).owner_id == cast.dora.id


async def test_who_may_not(cast: Cast) -> None:
    await owned_by(cast.ada)
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="Say the next action for C-1"):
            await write_handover(db, cast.ada, cast.ben, "public", {}, by=cast.ada)
        with pytest.raises(Refused, match="somebody else"):
            await write_handover(db, cast.ada, cast.ada, "public", {}, by=cast.ada)
        with pytest.raises(NotAllowed, match="Cleo is not cleared for public"):
            await write_handover(db, cast.ada, cast.cleo, "public", {}, by=cast.ada)
        with pytest.raises(Refused, match="Pia does not work on cases"):
            await write_handover(db, cast.ada, cast.pia, "public", {}, by=cast.ada)
    pack = await a_pack(cast.ada, cast.ben)
    for person in (cast.ada, cast.otto):
        with pytest.raises(NotAllowed):
            await acknowledge(person, pack)
    with pytest.raises(NotFound):
        await acknowledge(cast.cleo, pack)
    async with as_person(cast.ben) as db:
        with pytest.raises(NotAllowed):
            await withdraw_handover(db, await handover_for(db, cast.ben, pack.ref), by=cast.ben)


async def test_the_pages_without_scripts(cast: Cast) -> None:
    case = await owned_by(cast.ada, claimed="A")
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        draft = await ada.get("/rapid-response/hand-overs/new")
        assert draft.status_code == 200 and case.title in draft.text
        said = {"boundary": "public", "receiver": cast.ben.ref, "case": case.id, "hypothesis": "A stale key."}
        empty = await ada.submit("/rapid-response/hand-overs", next_action="", **said)
        assert empty.status_code == 409 and "Say the next action" in empty.text and "A stale key." in empty.text
        written = await ada.submit("/rapid-response/hand-overs", next_action="Call Lena.", **said)
        assert written.status_code == 303 and written.headers["Location"] == "/rapid-response/hand-overs/HO-1"
        pack = await ben.get("/rapid-response/hand-overs/HO-1")
        assert "Call Lena." in pack.text and f"Acknowledge {case.ref}" in pack.text
        done = await ben.submit("/rapid-response/hand-overs/HO-1/lines/1/acknowledgement", htmx=True)
        assert done.status_code == 200 and "Acknowledged" in done.text
        assert "HO-1" in (await ben.get("/rapid-response/hand-overs")).text


async def test_programs(cast: Cast) -> None:
    case = await owned_by(cast.ada, claimed="A")
    async with program_of(cast.ada) as giver, program_of(cast.ben) as receiver, program_of(cast.cleo) as outsider:
        said = {
            "boundary": "public",
            "receiver": cast.ben.ref,
            "case": [case.id],
            "next_action": ["Call Lena."],
            "hypothesis": [""],
        }
        written = await giver.post("/api/rapid-response/hand-overs", json=said)
        assert written.status_code == 201 and written.json()["lines"][0]["case_ref"] == case.ref
        assert (await outsider.get("/api/rapid-response/hand-overs/HO-1")).status_code == 404
        done = await receiver.post("/api/rapid-response/hand-overs/HO-1/lines/1/acknowledgement")
        assert done.json()["lines"][0]["acknowledged_by"] == cast.ben.id
