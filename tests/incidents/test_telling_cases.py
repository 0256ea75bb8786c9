import asyncpg
import pytest

from escalations.cases.actions import add_customer_message, close_case, reply_to_customer, withdraw_prepared_reply
from escalations.cases.actions.answering import reply_context
from escalations.cases.gate import check_reply
from escalations.cases.models import Case
from escalations.cases.promises import zone_of
from escalations.cases.queries import case_for, entries_of
from escalations.cases.queries.prepared import prepared_reply
from escalations.incidents import spreading
from escalations.incidents.actions import (
    confirm_link,
    end_link,
    mitigate_incident,
    post_update,
    reactivate_incident,
    resolve_incident,
    spread_update,
)
from escalations.incidents.models import Incident
from escalations.incidents.queries import incident_for, told_of, updates_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, browser_of, run_jobs


async def a_linked_case(cast: Cast, incident: Incident, name: str = "Harbour Foods") -> Case:
    case = await a_hit_case(cast.ada, await a_customer(name=name))
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, incident, by=cast.ada)
    return case


async def told(cast: Cast, case: Case) -> tuple[str, list[str]]:
    """Whose turn it is, and the notes that no person wrote."""
    await run_jobs()
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, case.ref)
        return there.turn, [entry.body for entry in await entries_of(db, there) if entry.author_name == "Escalations"]


async def mitigate(cast: Cast, incident: Incident) -> None:
    async with as_person(cast.dora) as db:
        await mitigate_incident(
            db, await incident_for(db, cast.dora, incident.ref, lock=True), "Rolled back the change.", by=cast.dora
        )


async def test_an_update_becomes_a_note_on_linked_cases_only(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    linked, other = await a_linked_case(cast, incident), await a_hit_case(cast.ada, await a_customer(name="Other"))
    async with as_person(cast.dora) as db:
        await post_update(db, incident, "Rolling back region by region.", by=cast.dora)
    turn, notes = await told(cast, linked)
    assert turn == "us"
    assert notes == [
        f"Update on incident [{incident.ref}](/incidents/{incident.ref}) {incident.title}: Rolling back region by region."
    ]
    assert (await told(cast, other))[1] == []


async def test_when_it_is_mitigated_open_cases_are_to_be_verified_and_none_closes(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    still_open, closed = await a_linked_case(cast, incident), await a_linked_case(cast, incident, "Done Already")
    async with as_person(cast.ada) as db:
        await close_case(
            db,
            await case_for(db, cast.ada, closed.ref, lock=True),
            "incident",
            "The incident was the cause.",
            by=cast.ada,
        )
    await mitigate(cast, incident)
    turn, notes = await told(cast, still_open)
    assert turn == "close_the_loop"
    assert "Rolled back the change." in notes[0] and "Verify with the customer" in notes[0]
    assert (await told(cast, closed))[1] == []
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, still_open.ref)).is_open


async def test_a_case_linked_afterwards_is_to_be_verified_too(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    await mitigate(cast, incident)
    await run_jobs()
    case = await a_linked_case(cast, incident)
    turn, notes = await told(cast, case)
    assert turn == "close_the_loop"
    assert len(notes) == 1


async def test_when_it_is_not_over_the_turn_is_ours_again(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    await run_jobs()
    async with as_person(cast.dora) as db:
        await reactivate_incident(
            db, await incident_for(db, cast.dora, incident.ref, lock=True), "It fails again.", by=cast.dora
        )
    turn, notes = await told(cast, case)
    assert turn == "us"
    assert notes[-1].endswith("is active again: It fails again.")


async def test_a_late_word_of_its_end_does_not_undo_its_return(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    async with as_person(cast.dora) as db:
        await reactivate_incident(
            db, await incident_for(db, cast.dora, incident.ref, lock=True), "It fails again.", by=cast.dora
        )
    assert (await told(cast, case))[0] == "us"


async def test_the_root_cause_reaches_the_open_cases(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    async with as_person(cast.dora) as db:
        await resolve_incident(
            db,
            await incident_for(db, cast.dora, incident.ref, lock=True),
            "The session table was too small.",
            by=cast.dora,
        )
    _, notes = await told(cast, case)
    assert notes[-1].endswith(": The session table was too small.")


async def reactions_again(admin: asyncpg.Connection, reaction: str, action: str) -> None:
    """The same word of the outbox once more, as after a crash before it was crossed out."""
    await admin.execute("DELETE FROM reaction_done")
    await admin.execute(
        f"""INSERT INTO pgqueuer (priority, status, entrypoint, payload) SELECT 0, 'queued', 'react',
        convert_to(json_build_object('event', id, 'boundary', boundary, 'reaction', 'incidents.reactions.{reaction}')::text, 'UTF8')
        FROM event WHERE action = '{action}'"""
    )


async def test_a_reply_is_prepared_and_stands_in_the_composer(cast: Cast, admin: asyncpg.Connection) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    _, notes = await told(cast, case)
    await reactions_again(admin, "ask_to_verify", "IncidentMitigated")
    assert (await told(cast, case))[1] == notes
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, case.ref)
        prepared = await prepared_reply(db, there)
        assert prepared is not None and prepared.why == f"incident {incident.ref} is mitigated"
        assert [entry.kind for entry in await entries_of(db, there)].count("reply") == 0
    assert prepared.body.startswith("Hello Lena Vogt,") and "Azure Files (West Europe)" in prepared.body
    assert incident.title not in prepared.body and "Rolled back" not in prepared.body
    async with browser_of(cast.ada) as browser:
        shown = (await browser.get(f"/cases/{case.ref}")).text
    assert "We keep your request open" in shown and f"Prepared, because {prepared.why}" in shown


async def test_the_prepared_reply_passes_the_gate(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    await told(cast, case)
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, case.ref, lock=True)
        prepared = await prepared_reply(db, there)
        assert prepared is not None
        context = await reply_context(db, there, prepared.body, None, zone=zone_of(cast.ada))
        assert check_reply(prepared.body, context) == []
        await reply_to_customer(db, there, prepared.body, by=cast.ada)
    async with browser_of(cast.ada) as browser:
        assert "Prepared, because" not in (await browser.get(f"/cases/{case.ref}")).text


async def test_what_the_customer_wrote_meanwhile_comes_first(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, case.ref, lock=True)
        await add_customer_message(db, there, "It still fails for us.", by=cast.ada)
    turn, notes = await told(cast, case)
    assert turn == "us" and "has written since: read that first" in notes[0]
    async with as_person(cast.ada) as db:
        assert await prepared_reply(db, await case_for(db, cast.ada, case.ref)) is None


async def test_an_answer_after_it_was_prepared_takes_it_off_the_page(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    await told(cast, case)
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, case.ref, lock=True)
        await add_customer_message(db, there, "It works again.", by=cast.ada)
    async with browser_of(cast.ada) as browser:
        assert "Prepared, because" not in (await browser.get(f"/cases/{case.ref}")).text
    assert (await told(cast, case))[0] == "us"


async def test_it_is_set_aside_by_hand_and_by_the_incident_that_comes_back(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    first, second = await a_linked_case(cast, incident), await a_linked_case(cast, incident, "Second")
    await mitigate(cast, incident)
    await told(cast, first)
    async with browser_of(cast.ada) as browser, browser_of(cast.cleo) as outsider, browser_of(cast.otto) as auditor:
        url = f"/cases/{first.ref}/prepared-reply/withdrawal"
        assert (await outsider.submit(url)).status_code == 404
        assert (await auditor.submit(url)).status_code == 403
        assert (await browser.submit(url)).status_code == 303
        assert (await browser.submit(url)).status_code == 303
    async with as_person(cast.dora) as db:
        await reactivate_incident(
            db, await incident_for(db, cast.dora, incident.ref, lock=True), "Again.", by=cast.dora
        )
    await told(cast, second)
    async with as_person(cast.ada) as db:
        for case in (first, second):
            there = await case_for(db, cast.ada, case.ref, lock=True)
            assert await prepared_reply(db, there) is None
            await withdraw_prepared_reply(db, there, by=cast.ada)


async def test_a_case_that_is_unlinked_waits_for_no_word(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    await mitigate(cast, incident)
    await told(cast, case)
    async with as_person(cast.ada) as db:
        await end_link(
            db, await case_for(db, cast.ada, case.ref, lock=True), incident, "their own firewall", by=cast.ada
        )
    assert (await told(cast, case))[0] == "us"
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, case.ref, lock=True)
        assert await prepared_reply(db, there) is None
        await confirm_link(db, there, incident, by=cast.ada)
    turn, notes = await told(cast, case)
    assert (turn, len(notes)) == ("close_the_loop", 1)


async def test_an_update_of_before_is_put_on_cases_that_came_later(cast: Cast, admin: asyncpg.Connection) -> None:
    incident = await an_incident(cast.dora)
    early = await a_linked_case(cast, incident)
    async with as_person(cast.dora) as db:
        update = await post_update(db, incident, "Only mounts fail.", by=cast.dora)
    await told(cast, early)
    late = await a_linked_case(cast, incident, "Late")
    async with as_person(cast.dora) as db:
        assert await told_of(db, incident, [update]) == {update.id: 1}
        assert await spread_update(db, incident, update, by=cast.dora) == 1
    assert [len((await told(cast, case))[1]) for case in (early, late)] == [1, 1]
    await reactions_again(admin, "pass_an_older_update_on", "IncidentUpdateSpread")
    assert [len((await told(cast, case))[1]) for case in (early, late)] == [1, 1]
    async with as_person(cast.dora) as db:
        assert await spread_update(db, incident, update, by=cast.dora) == 0
        assert await told_of(db, incident, [update]) == {update.id: 2}


async def test_an_update_for_the_incident_alone_reaches_no_case(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_linked_case(cast, incident)
    async with browser_of(cast.dora) as browser, browser_of(cast.otto) as auditor:
        await browser.submit(f"/incidents/{incident.ref}/updates", text="For us here only.", reach="incident")
        assert (await told(cast, case))[1] == []
        assert "On none of the 1 open linked cases" in (await browser.get(f"/incidents/{incident.ref}")).text
        async with as_person(cast.dora) as db:
            (update,) = await updates_of(db, incident)
        url = f"/incidents/{incident.ref}/updates/{update.id}/spreading"
        assert (await auditor.submit(url)).status_code == 403
        assert (await browser.submit(url)).status_code == 303
        assert (await browser.submit(f"/incidents/{incident.ref}/updates/99/spreading")).status_code == 404
    assert len((await told(cast, case))[1]) == 1


async def test_many_cases_are_told_some_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "AT_ONCE", 2)
    incident = await an_incident(cast.dora)
    cases = [await a_linked_case(cast, incident, f"Customer {n}") for n in range(5)]
    await run_jobs()
    await mitigate(cast, incident)
    assert await run_jobs() >= 3
    for case in cases:
        turn, notes = await told(cast, case)
        assert (turn, len(notes)) == ("close_the_loop", 1)
