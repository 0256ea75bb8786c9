import pytest

from escalations.cases.queries import case_for, entries_of
from escalations.clocks.queries import clocks_of_case
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from escalations.product_groups.actions import accept_escalation, resolve_escalation, return_escalation
from escalations.product_groups.learning import Evidence
from escalations.product_groups.models import Escalation
from escalations.product_groups.queries import escalation_for, evidence_for
from tests.cast import Cast
from tests.product_groups.builders import GROUP, an_escalation, case_of, recorded, reload
from tests.support import as_person


async def clocks_on(escalation: Escalation, person: Person) -> dict[str, str]:
    async with as_person(person) as db:
        return {
            clock.kind: clock.state
            for clock in await clocks_of_case(db, escalation.case_id)
            if clock.holder == "product_group"
        }


async def test_accepting_meets_the_acknowledgement_and_owes_an_answer(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await accept_escalation(db, found, by=cast.pia)
        await accept_escalation(db, found, by=cast.pia)
    accepted = await reload(cast.pia, escalation)
    assert (accepted.state, accepted.accepted_by) == ("accepted", cast.pia.id)
    assert await clocks_on(escalation, cast.pia) == {"acknowledge": "satisfied", "answer": "running"}
    assert await recorded(escalation.subject) == ["CaseEscalated", "EscalationAccepted"]
    assert (await case_of(cast.pia, escalation)).turn == "product_group"


async def test_returning_tells_the_case_what_is_missing(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        for _ in range(2):
            await return_escalation(
                db, found, "missing_info", "Turn on driver logs.", missing_need="correlation_id", by=cast.pia
            )
    returned = await reload(cast.ada, escalation)
    assert (returned.state, returned.return_code, returned.missing_need) == (
        "returned",
        "missing_info",
        "correlation_id",
    )
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, escalation.case_ref)
        note = (await entries_of(db, case))[-1]
        assert case.turn == "us"
        assert note.kind == "note" and "Correlation or request id" in note.body and "Turn on driver logs." in note.body
        assert await evidence_for(db, GROUP, "public") == {"correlation_id": Evidence("correlation_id", 1, 1)}
    assert await clocks_on(escalation, cast.ada) == {"acknowledge": "satisfied"}
    assert await recorded(escalation.subject) == ["CaseEscalated", "EscalationReturned"]


async def test_resolving_closes_the_loop(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        for _ in range(2):
            await resolve_escalation(db, found, "The share's firewall lacked the subnet.", by=cast.pia)
    resolved = await reload(cast.ada, escalation)
    assert (resolved.state, resolved.accepted_by) == ("resolved", cast.pia.id)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, escalation.case_ref)
        assert case.turn == "close_the_loop"
        assert "firewall lacked the subnet" in (await entries_of(db, case))[-1].body
    assert await recorded(escalation.subject) == ["CaseEscalated", "EscalationResolved"]


async def test_a_decided_escalation_stays_decided(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await return_escalation(db, found, "by_design", "The limit is documented.", by=cast.pia)
        with pytest.raises(Refused, match="already returned: works as designed"):
            await accept_escalation(db, found, by=cast.pia)
        with pytest.raises(Refused, match="cannot be resolved"):
            await resolve_escalation(db, found, "Solved after all.", by=cast.pia)
        with pytest.raises(Refused, match="cannot be returned"):
            await return_escalation(db, found, "duplicate", "Of another.", by=cast.pia)


async def test_an_unknown_code_or_need_is_refused(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        with pytest.raises(Refused, match="Choose why"):
            await return_escalation(db, found, "boredom", "No time for this.", by=cast.pia)
        with pytest.raises(Refused, match="checklist"):
            await return_escalation(db, found, "missing_info", "More, please.", missing_need="shoe_size", by=cast.pia)


async def test_only_the_group_itself_decides(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ada) as db:
        with pytest.raises(NotAllowed, match="support engineer may not decide"):
            await accept_escalation(db, await escalation_for(db, cast.ada, escalation.ref), by=cast.ada)
    async with as_person(cast.pia) as db:
        pia = await db.get_one(Person, cast.pia.id)
        db.expunge(pia)
        pia.product_group = "compute"
        found = await escalation_for(db, cast.pia, escalation.ref)
        with pytest.raises(NotAllowed, match="E-1 is for Storage platform to decide; you decide for Compute"):
            await resolve_escalation(db, found, "Not ours at all.", by=pia)
        pia.product_group = None
        with pytest.raises(NotAllowed, match="no product group"):
            await return_escalation(db, found, "wrong_group", "Not ours at all.", by=pia)
