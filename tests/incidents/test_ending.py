from datetime import timedelta

import pytest

from escalations.incidents.actions import mitigate_incident, reactivate_incident, resolve_incident
from escalations.incidents.models import Incident
from escalations.incidents.queries import incident_for, updates_of
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.support import as_person


async def mitigate(incident: Incident, by: Person, **told: object) -> None:
    async with as_person(by) as db:
        there = await incident_for(db, by, incident.ref, lock=True)
        await mitigate_incident(db, there, "Rolled back the change.", by=by, **told)  # type: ignore[arg-type]


async def resolve(incident: Incident, by: Person, root_cause: str = "The session table was too small.") -> None:
    async with as_person(by) as db:
        await resolve_incident(db, await incident_for(db, by, incident.ref, lock=True), root_cause, by=by)


async def reactivate(incident: Incident, by: Person) -> None:
    async with as_person(by) as db:
        await reactivate_incident(db, await incident_for(db, by, incident.ref, lock=True), "It fails again.", by=by)


async def how_it_stands(incident: Incident, by: Person) -> tuple[Incident, list[str], list[str]]:
    async with as_person(by) as db:
        there = await incident_for(db, by, incident.ref)
        told = [row.told for row in reversed(await trail_of(db, incident.subject))]
        return there, told[1:], [f"{update.state}: {update.text}" for update in await updates_of(db, there)]


async def test_from_the_first_word_to_the_root_cause(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    await mitigate(incident, cast.comm, at=incident.started_at + timedelta(minutes=40))
    await resolve(incident, cast.dora)
    there, told, updates = await how_it_stands(incident, cast.ada)
    assert (there.state, there.root_cause) == ("resolved", "The session table was too small.")
    assert there.lasted(now()) == timedelta(minutes=40)
    assert told == ["marked it mitigated after 40 min", "resolved the incident and wrote down its root cause"]
    assert updates == ["mitigated: Rolled back the change.", "resolved: The session table was too small."]


async def test_saying_it_twice_changes_nothing(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    for _ in range(2):
        await mitigate(incident, cast.dora)
    for _ in range(2):
        await resolve(incident, cast.dora)
    for _ in range(2):
        await reactivate(incident, cast.dora)
    there, told, _ = await how_it_stands(incident, cast.ada)
    assert len(told) == 3
    assert told[-1] == "made it active again (was resolved): It fails again."
    assert (there.state, there.mitigated_at, there.resolved_at) == ("active", None, None)


async def test_what_contradicts_its_state_is_refused(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    with pytest.raises(Refused, match="Mark it mitigated first"):
        await resolve(incident, cast.dora)
    await mitigate(incident, cast.dora)
    await resolve(incident, cast.dora)
    with pytest.raises(Refused, match="already resolved"):
        await mitigate(incident, cast.dora)
    with pytest.raises(Refused, match="another root cause"):
        await resolve(incident, cast.dora, "Something else entirely.")


@pytest.mark.parametrize("at", [now() - timedelta(days=2), now() + timedelta(days=2)])
async def test_it_ends_between_its_beginning_and_now(cast: Cast, at: object) -> None:
    incident = await an_incident(cast.dora)
    with pytest.raises(Refused, match="between its beginning and now"):
        await mitigate(incident, cast.dora, at=at)


@pytest.mark.parametrize("who", ["ada", "otto"])
async def test_an_engineer_and_an_auditor_may_not_end_it(cast: Cast, who: str) -> None:
    incident = await an_incident(cast.dora)
    for verb in (mitigate, resolve, reactivate):
        with pytest.raises(NotAllowed):
            await verb(incident, getattr(cast, who))
