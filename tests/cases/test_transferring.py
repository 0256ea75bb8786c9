from typing import Any

import pytest
from sqlmodel import col, select

from escalations.cases.actions import close_case, transfer_case
from escalations.cases.models import Case, CaseTransfer, RuleProposal
from escalations.cases.queries import case_for, entries_of
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from escalations.routing.deciding import recompute
from tests.builders import a_case, a_customer
from tests.cases.crew import (
    BOUNDARIES,
    actions_on,
    as_it_stands,
    decisions,
    nobody_is_there,
    notices_to,
    owned,
    owner_of,
    stands,
    unowned,
)
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of, run_jobs

WORDS = "The packets are lost before they reach the share."


async def transfers(case: Case) -> list[CaseTransfer]:
    async with as_system(*BOUNDARIES) as db:
        query = select(CaseTransfer).where(CaseTransfer.case_id == case.id).order_by(col(CaseTransfer.id))
        return list((await db.exec(query)).all())


async def proposals(case: Case) -> list[RuleProposal]:
    async with as_system(*BOUNDARIES) as db:
        return list((await db.exec(select(RuleProposal).where(RuleProposal.case_id == case.id))).all())


async def transfer(case: Case, to_queue: str, by: Person, told_by: str = "finding") -> Person | None:
    async with as_person(by) as db:
        return await transfer_case(db, await case_for(db, by, case.ref, lock=True), to_queue, told_by, WORDS, by=by)


async def sent_round(cast: Cast) -> Case:
    """Storage, networking and back: the brake is on."""
    case = await owned(cast, cast.ada)
    for queue in ("networking", "storage"):
        await transfer(case, queue, cast.dora)
    return case


async def test_a_transfer_keeps_age_and_clocks_and_finds_its_owner(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    owner = await transfer(case, "networking", cast.ada, "error_code")
    after = await as_it_stands(case)
    assert owner is not None and after.owner_id == owner.id != cast.ada.id
    assert (after.queue, after.transfers, after.opened_at, after.due_at) == (
        "networking",
        1,
        case.opened_at,
        case.due_at,
    )
    assert after.queued_at > case.queued_at
    [row] = await transfers(case)
    assert (row.from_queue, row.to_queue, row.owner_id, row.told_by, row.words) == ("storage", "networking", cast.ada.id, "error_code", WORDS)  # fmt: skip
    assert [one for one in await notices_to(owner) if case.ref in one]
    told = await actions_on(case)
    assert told.count("CaseTransferred") == 1 and told.index("CaseTransferred") < len(told) - told[::-1].index(
        "CaseAssigned"
    )


async def test_the_decision_says_who_sent_it_and_can_be_made_again(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    await transfer(case, "networking", cast.ada)
    decision = (await decisions(case))[-1]
    assert (decision.trigger, decision.queue) == ("transferred", "networking")
    assert recompute(decision.facts, decision.record).assignee_id == decision.assignee_id
    assert decision.facts["not_again"] == [cast.ada.id]


async def test_what_told_them_is_a_note_and_a_proposal(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    await transfer(case, "networking", cast.ada)
    [proposal] = await proposals(case)
    assert (proposal.from_queue, proposal.to_queue, proposal.state) == ("storage", "networking", "open")
    assert "networking" in proposal.draft
    async with as_person(cast.ben) as db:
        notes = [
            entry for entry in await entries_of(db, await case_for(db, cast.ben, case.ref)) if entry.kind == "note"
        ]
    assert len(notes) == 1 and WORDS in notes[0].body and "Networking" in notes[0].body


async def test_to_where_it_is_already_nothing_happens(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    await transfer(case, "networking", cast.ada)
    await transfer(case, "networking", cast.dora)
    assert len(await transfers(case)) == 1 and (await actions_on(case)).count("CaseTransferred") == 1


async def test_without_anybody_there_it_waits_in_the_new_queue(cast: Cast) -> None:
    case = await owned(cast, cast.ada, claimed="A")
    await nobody_is_there(cast)
    await stands(cast.dora, presence="busy", capacity=0)
    assert await transfer(case, "networking", cast.ada) is None
    await run_jobs()
    assert await owner_of(case) is None
    assert (await decisions(case))[-1].assignee_id is None
    assert any(
        text.startswith(f"Nobody takes {case.ref}, severity A, Networking.") for text in await notices_to(cast.dora)
    )


async def test_after_two_transfers_there_is_a_brake(cast: Cast) -> None:
    case = await sent_round(cast)
    said = r"C-1 was already transferred 2 times \(Storage → Networking → Storage\)\. Bring both teams together instead: start a swarm\."
    with pytest.raises(Refused, match=said):
        await transfer(case, "identity", cast.dora)
    assert len(await transfers(case)) == 2


async def test_whose_case_it_is_not_may_not_send_it_away(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    with pytest.raises(NotAllowed):
        await transfer(case, "networking", cast.ben)
    free = await unowned(cast, customer=await a_customer(name="North Mills"))
    await transfer(free, "networking", cast.ben)
    assert (await as_it_stands(free)).queue == "networking"


@pytest.mark.parametrize(("queue", "told_by"), [("no_such_queue", "finding"), ("networking", "a feeling")])
async def test_what_is_unknown_is_refused(cast: Cast, queue: str, told_by: str) -> None:
    case = await owned(cast, cast.ada)
    with pytest.raises(Refused, match="Choose one of the queues"):
        await transfer(case, queue, cast.ada, told_by)


async def test_the_form_asks_what_told_them(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{case.ref}/transfers", htmx=True, to_queue="networking", words=WORDS)
        assert answer.status_code == 422
        assert WORDS in answer.text and "What told you it isn" in answer.text and "Fill this in." in answer.text
        sent = {"to_queue": "networking", "told_by": "text", "words": WORDS}
        done = await ada.submit(f"/cases/{case.ref}/transfers", htmx=True, **sent)
        assert done.status_code == 200 and "case-head" in done.text and "case-facts" in done.text
        plain = await ada.submit(f"/cases/{case.ref}/transfers", **sent)
        assert plain.status_code == 303, "asked again, without JavaScript"


async def test_the_brake_offers_the_swarm_and_keeps_the_words(cast: Cast) -> None:
    case = await sent_round(cast)
    async with browser_of(cast.dora) as dora:
        page = (await dora.get(f"/cases/{case.ref}/dialogs")).text
        assert "Transferred 2 times." in page and 'id="swarm-form"' in page and 'id="transfer-form"' not in page
        sent = {"to_queue": "identity", "told_by": "text", "words": WORDS}
        answer = await dora.submit(f"/cases/{case.ref}/transfers", htmx=True, **sent)
    assert answer.status_code == 409
    assert "start a swarm" in answer.text and 'id="swarm-form"' in answer.text and WORDS in answer.text


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    sent: dict[str, Any] = {"to_queue": "networking", "told_by": "text", "words": WORDS}
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        assert (await cleo.submit(f"/cases/{case.ref}/transfers", **sent)).status_code == 404
        assert (await otto.submit(f"/cases/{case.ref}/transfers", **sent)).status_code == 403
    assert await transfers(case) == []


async def test_programs_transfer_too(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    sent = {"to_queue": "networking", "told_by": "resource", "words": WORDS}
    async with program_of(cast.ada) as ada, program_of(cast.cleo) as cleo, program_of(cast.otto) as otto:
        told = await ada.post(f"/api/cases/{case.ref}/transfers", json=sent)
        assert (told.status_code, told.json()["queue"], told.json()["transfers"]) == (200, "networking", 1)
        assert (await cleo.post(f"/api/cases/{case.ref}/transfers", json=sent)).status_code == 404
        assert (await otto.post(f"/api/cases/{case.ref}/transfers", json=sent)).status_code == 403
        assert (await ada.post(f"/api/cases/{case.ref}/transfers", json={"to_queue": "storage"})).status_code == 400


async def test_a_closed_case_goes_nowhere(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.dora) as db:
        await close_case(
            db, await case_for(db, cast.dora, case.ref, lock=True), "fixed", "It works again.", by=cast.dora
        )
    with pytest.raises(Refused, match="closed"):
        await transfer(case, "networking", cast.dora)
