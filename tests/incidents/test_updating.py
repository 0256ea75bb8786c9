import pytest

from escalations.incidents.actions import mitigate_incident, post_update, resolve_incident
from escalations.incidents.queries import incident_for, updates_of
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.support import as_person


async def test_an_update_is_kept_with_its_author_and_the_state_of_then(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.comm) as db:
        await post_update(db, incident, "Rolling back region by region.", by=cast.comm)
        (update,) = await updates_of(db, incident)
        newest = (await trail_of(db, incident.subject))[0]
    assert (update.author_name, update.state, update.text) == ("Comm", "active", "Rolling back region by region.")
    assert newest.told == "wrote an update"


async def test_the_same_text_twice_is_one_update(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_person(cast.dora) as db:
        first = await post_update(db, incident, "Rolling back.", by=cast.dora)
        again = await post_update(db, incident, "Rolling back.", by=cast.dora)
        other = await post_update(db, incident, "Done in two regions.", by=cast.dora)
    assert first.id == again.id != other.id


async def test_nothing_more_is_told_of_what_is_resolved(cast: Cast) -> None:
    declared = await an_incident(cast.dora)
    async with as_person(cast.dora) as db:
        incident = await incident_for(db, cast.dora, declared.ref, lock=True)
        await mitigate_incident(db, incident, "Rolled back.", by=cast.dora)
        await resolve_incident(db, incident, "The session table.", by=cast.dora)
        with pytest.raises(Refused, match="active again first"):
            await post_update(db, incident, "One more thing.", by=cast.dora)


@pytest.mark.parametrize("who", ["ada", "otto"])
async def test_an_engineer_and_an_auditor_may_not_write_updates(cast: Cast, who: str) -> None:
    incident, person = await an_incident(cast.dora), getattr(cast, who)
    async with as_person(person) as db:
        with pytest.raises(NotAllowed):
            await post_update(db, incident, "I know better.", by=person)
