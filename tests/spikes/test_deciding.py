from datetime import timedelta

import asyncpg
import pytest

from escalations.incidents.accounts import Account
from escalations.incidents.models import Incident
from escalations.incidents.queries import incidents_of_case, linked_cases
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.trail import trail_of
from escalations.spikes.actions import promote_alarm, reject_alarm
from escalations.spikes.models import SpikeAlarm
from escalations.spikes.proposing import proposed
from escalations.spikes.queries import alarm_for, known_members
from escalations.spikes.sensitivity import sensitivity
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case
from tests.spikes.scenes import ALARM, an_alarm, past, rush, standing, sweep
from tests.support import as_person


async def promote(alarm: SpikeAlarm, by: Person, cases: list[int] | None = None) -> Incident:
    async with as_person(by) as db:
        there = await alarm_for(db, by, alarm.ref, lock=True)
        account = proposed(there, await known_members(db, there))
        return await promote_alarm(db, there, account, alarm.evidence["cases"] if cases is None else cases, by=by)


async def reject(
    alarm: SpikeAlarm, by: Person, reason: str = "Two mailings went out.", kind: str = "own_doing"
) -> None:
    async with as_person(by) as db:
        await reject_alarm(db, await alarm_for(db, by, alarm.ref, lock=True), kind, reason, by=by)


async def told_of(alarm: SpikeAlarm, by: Person) -> list[str]:
    async with as_person(by) as db:
        return [row.told for row in await trail_of(db, alarm.subject) if row.actor_id is not None]


async def test_a_promoted_spike_is_an_incident_with_its_cases(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    incident = await promote(alarm, cast.dora)
    (closed,) = await past()
    assert (closed.state, closed.incident_id, closed.decided_by) == ("promoted", incident.id, cast.dora.id)
    assert closed.evidence == alarm.evidence
    async with as_person(cast.dora) as db:
        assert sorted(line.id for line in (await linked_cases(db, incident)).shown) == alarm.evidence["cases"]
    assert (incident.products, incident.regions, incident.severity) == (["azure_files"], ["westeurope"], "B")
    assert await told_of(alarm, cast.dora) == [
        f"promoted it to incident {incident.ref} with {ALARM} of its cases linked"
    ]


async def test_only_the_cases_that_were_named_are_linked(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    first, second, *_ = alarm.evidence["cases"]
    incident = await promote(alarm, cast.dora, [first, second])
    async with as_person(cast.dora) as db:
        assert sorted(line.id for line in (await linked_cases(db, incident)).shown) == [first, second]


async def test_a_straggler_can_be_linked_as_well(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    (late,) = await rush(cast.ada, 1, within=1)
    incident = await promote(alarm, cast.dora, [*alarm.evidence["cases"], late.id])
    async with as_person(cast.ada) as db:
        assert [one.ref for one in (await incidents_of_case(db, late))["confirmed"]] == [incident.ref]


async def test_a_foreign_case_is_refused_and_nothing_is_declared(cast: Cast, admin: asyncpg.Connection) -> None:
    other = await a_hit_case(cast.ada, family="networking", product=None)
    alarm = await an_alarm(cast.ada)
    with pytest.raises(Refused, match=f"C-{other.id} did not come in this spike"):
        await promote(alarm, cast.dora, [other.id])
    assert await admin.fetchval("SELECT count(*) FROM incident") == 0
    assert [one.state for one in await standing()] == ["open"]


async def test_promoting_twice_is_one_incident(cast: Cast, admin: asyncpg.Connection) -> None:
    alarm = await an_alarm(cast.ada)
    first, again = await promote(alarm, cast.dora), await promote(alarm, cast.rex)
    assert first.id == again.id
    assert await admin.fetchval("SELECT count(*) FROM incident") == 1
    assert len(await told_of(alarm, cast.dora)) == 1


async def test_a_rejected_spike_keeps_its_reason_and_stays_quiet(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    await reject(alarm, cast.dora)
    (closed,) = await past()
    assert (closed.state, closed.kind, closed.reason) == ("rejected", "own_doing", "Two mailings went out.")
    assert await told_of(alarm, cast.dora) == [
        "rejected it, our own doing: a mailing, a test, cases entered late: Two mailings went out."
    ]
    await rush(cast.ada, 3)
    assert await sweep() == 0 and await standing() == []


async def test_after_the_quiet_hours_it_may_open_again(cast: Cast, admin: asyncpg.Connection) -> None:
    alarm = await an_alarm(cast.ada)
    await reject(alarm, cast.dora)
    await admin.execute(
        "UPDATE spike_alarm SET closed_at = closed_at - $1::interval", sensitivity().quiet + timedelta(minutes=1)
    )
    assert await sweep() == 1
    assert [one.ref for one in await standing()] != [alarm.ref]


async def test_rejecting_twice_is_one_decision(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    await reject(alarm, cast.dora)
    await reject(alarm, cast.rex)
    assert len(await told_of(alarm, cast.dora)) == 1


async def test_a_second_decision_is_refused_in_words(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    await reject(alarm, cast.dora)
    with pytest.raises(Refused, match=f"Dora already rejected {alarm.ref}: Two mailings"):
        await promote(alarm, cast.rex)
    with pytest.raises(Refused, match="Dora already rejected"):
        await reject(alarm, cast.rex, "Another reason.")


async def test_what_is_promoted_cannot_be_rejected(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    incident = await promote(alarm, cast.dora)
    with pytest.raises(Refused, match=f"Dora already promoted {alarm.ref} to {incident.ref}"):
        await reject(alarm, cast.rex)


async def test_what_subsided_can_still_be_judged(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    await sweep(alarm.seen_at + sensitivity().quiet + sensitivity().longest)
    await reject(alarm, cast.dora, kind="coincidence")
    assert [one.state for one in await past()] == ["rejected"]


@pytest.mark.parametrize("who", ["ada", "otto", "pia", "adam", "remy"])
async def test_who_may_not_declare_may_not_decide(cast: Cast, who: str) -> None:
    alarm, person = await an_alarm(cast.ada), getattr(cast, who)
    with pytest.raises(NotAllowed):
        await promote(alarm, person)
    with pytest.raises(NotAllowed):
        await reject(alarm, person)
    assert [one.state for one in await standing()] == ["open"]


async def test_a_spike_of_another_boundary_does_not_exist(cast: Cast) -> None:
    alarm = await an_alarm(cast.dora, "germany")
    for outsider in (cast.rex, cast.comm, cast.otto):
        async with as_person(outsider) as db:
            with pytest.raises(NotFound):
                await alarm_for(db, outsider, alarm.ref)
    incident = await promote(alarm, cast.dora)
    assert incident.boundary == "germany"


async def test_no_spike_points_at_an_incident_of_another_boundary(cast: Cast, admin: asyncpg.Connection) -> None:
    alarm = await an_alarm(cast.dora, "germany")
    elsewhere = await an_alarm(cast.ada)
    incident = await promote(elsewhere, cast.dora)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await admin.execute(
            "UPDATE spike_alarm SET state = 'promoted', closed_at = now(), incident_id = $1 WHERE id = $2",
            incident.id,
            alarm.id,
        )


async def test_what_cannot_be_declared_leaves_the_spike_open(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    async with as_person(cast.dora) as db:
        there = await alarm_for(db, cast.dora, alarm.ref, lock=True)
        account = Account(title="Nothing named", summary="At all", severity="A", started_at=there.opened_at)
        with pytest.raises(Refused, match="at least one"):
            await promote_alarm(db, there, account, [], by=cast.dora)
    assert [one.state for one in await standing()] == ["open"]
