from escalations.cases.actions import close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for, entries_of
from escalations.incidents.actions import (
    confirm_link,
    mitigate_incident,
    post_update,
    reactivate_incident,
    resolve_incident,
)
from escalations.incidents.models import Incident
from escalations.incidents.queries import incident_for
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, run_jobs


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
