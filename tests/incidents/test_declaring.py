from dataclasses import replace
from datetime import timedelta

import pytest

from escalations.incidents.actions import (
    Account,
    confirm_link,
    declare_incident,
    mitigate_incident,
    reactivate_incident,
    revise_incident,
)
from escalations.incidents.queries import incident_for, incidents_of_case
from escalations.platform.errors import NotAllowed, NotFound, Refused, Stale
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_account, an_incident
from tests.support import as_person


async def test_a_declared_incident_is_active_and_recorded(cast: Cast) -> None:
    declared = await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        incident = await incident_for(db, cast.ada, declared.ref)
        (event,) = await trail_of(db, incident.subject)
    assert (incident.state, incident.declared_by, incident.boundary) == ("active", cast.dora.id, "public")
    assert (event.action, event.actor_name) == ("IncidentDeclared", "Dora")
    assert event.told == "declared the incident with severity A"


async def test_declaring_the_same_twice_is_one_incident(cast: Cast) -> None:
    account = an_account()
    async with as_person(cast.dora) as db:
        first = await declare_incident(db, "public", account, by=cast.dora)
    async with as_person(cast.rex) as db:
        again = await declare_incident(db, "public", account, by=cast.rex)
        assert len(await trail_of(db, first.subject)) == 1
    assert first.id == again.id


@pytest.mark.parametrize("who", ["ada", "otto", "pia", "adam"])
async def test_who_may_not_declare_is_told_so(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    async with as_person(person) as db:
        with pytest.raises(NotAllowed, match="declare"):
            await declare_incident(db, "public", an_account(), by=person)


async def test_nobody_declares_where_they_may_not_look(cast: Cast) -> None:
    async with as_person(cast.rex) as db:
        with pytest.raises(Refused, match="no clearance for germany"):
            await declare_incident(db, "germany", an_account(regions=[]), by=cast.rex)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"started_at": now() + timedelta(hours=30)}, "future"),
        ({"regions": ["usgovvirginia"]}, "regions of public"),
        ({"products": [], "families": []}, "at least one"),
        ({"products": ["no_such_product"]}, "of the catalogue"),
        ({"severity": "D"}, "A, B or C"),
    ],
)
async def test_what_cannot_be_is_refused(cast: Cast, told: dict[str, object], why: str) -> None:
    async with as_person(cast.dora) as db:
        with pytest.raises(Refused, match=why):
            await declare_incident(db, "public", an_account(**told), by=cast.dora)


async def test_the_case_that_gave_it_away_is_linked_at_once(cast: Cast) -> None:
    case = await a_hit_case(cast.ada)
    async with as_person(cast.comm) as db:
        incident = await declare_incident(db, "public", an_account(), by=cast.comm, found_in=case)
        (linked,) = (await incidents_of_case(db, case))["confirmed"]
        told = [row.told for row in await trail_of(db, case.subject)]
    assert linked.ref == incident.ref
    assert f"linked {case.ref} to incident {incident.ref}" in told


async def test_an_incident_of_another_boundary_does_not_exist(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.cleo) as db:
        with pytest.raises(NotFound):
            await incident_for(db, cast.cleo, incident.ref)


async def test_a_revision_says_what_changed_without_repeating_texts(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.dora) as db:
        there = await incident_for(db, cast.dora, incident.ref, lock=True)
        wanted = replace(Account.of(there), severity="B", summary="It is the session table.", regions=[])
        await revise_incident(db, there, wanted, version=there.version, by=cast.dora)
        newest = (await trail_of(db, incident.subject))[0]
    assert newest.told == "changed severity: A → B; changed regions: westeurope → all; rewrote the summary"
    assert there.version == incident.version + 1


async def test_the_same_revision_again_is_nothing_new(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    for _ in range(2):
        async with as_person(cast.dora) as db:
            there = await incident_for(db, cast.dora, incident.ref, lock=True)
            await revise_incident(db, there, replace(Account.of(there), severity="B"), version=1, by=cast.dora)
    async with as_person(cast.dora) as db:
        assert [row.action for row in await trail_of(db, incident.subject)] == ["IncidentRevised", "IncidentDeclared"]


async def test_two_who_revise_do_not_overwrite_each_other(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.dora) as db:
        there = await incident_for(db, cast.dora, incident.ref, lock=True)
        await revise_incident(db, there, replace(Account.of(there), severity="B"), version=1, by=cast.dora)
    async with as_person(cast.rex) as db:
        there = await incident_for(db, cast.rex, incident.ref, lock=True)
        with pytest.raises(Stale):
            await revise_incident(db, there, replace(Account.of(there), severity="C"), version=1, by=cast.rex)


async def test_it_cannot_begin_after_it_ended(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.dora) as db:
        there = await incident_for(db, cast.dora, incident.ref, lock=True)
        await mitigate_incident(db, there, "Rolled back the change.", at=now() - timedelta(minutes=30), by=cast.dora)
        await db.flush()
        with pytest.raises(Refused, match="earlier beginning"):
            wanted = replace(Account.of(there), started_at=now() - timedelta(minutes=10))
            await revise_incident(db, there, wanted, version=there.version, by=cast.dora)


@pytest.mark.parametrize("who", ["ada", "otto"])
async def test_who_may_not_declare_may_not_revise(cast: Cast, who: str) -> None:
    incident, person = await an_incident(cast.dora), getattr(cast, who)
    async with as_person(person) as db:
        there = await incident_for(db, person, incident.ref)
        with pytest.raises(NotAllowed):
            await revise_incident(db, there, replace(Account.of(there), severity="C"), version=1, by=person)
        with pytest.raises(NotAllowed):
            await reactivate_incident(db, there, "because", by=person)


async def test_confirming_the_case_again_changes_nothing(cast: Cast) -> None:
    case = await a_hit_case(cast.ada)
    async with as_person(cast.dora) as db:
        incident = await declare_incident(db, "public", an_account(), by=cast.dora, found_in=case)
    async with as_person(cast.ada) as db:
        link = await confirm_link(db, case, incident, by=cast.ada)
    assert link.author_id == cast.dora.id
