from datetime import timedelta

import asyncpg

from escalations.people.queries import notices_of
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from escalations.spikes.sensitivity import sensitivity
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.spikes.scenes import ALARM, a_known_boundary, an_alarm, past, rush, standing, sweep, usual
from tests.support import as_person, run_jobs


async def test_a_rush_is_one_alarm_with_its_evidence(cast: Cast) -> None:
    await a_known_boundary(cast.ada)
    cases = await rush(cast.ada)
    assert await sweep() == 1
    (alarm,) = await standing()
    assert (alarm.level, alarm.state, alarm.family, alarm.customers) == ("alarm", "open", "storage", ALARM)
    assert alarm.evidence["cases"] == [case.id for case in cases]
    assert alarm.expected < 0.1 and alarm.chance < 1e-4 and alarm.rules == sensitivity().hash
    assert sum(customers for customers, _, _ in alarm.evidence["course"]) == ALARM


async def test_the_same_sweep_again_changes_nothing(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    assert await sweep() == 0
    (again,) = await standing()
    assert (again.id, again.version, again.evidence) == (alarm.id, alarm.version, alarm.evidence)


async def test_one_customer_with_many_cases_is_one(cast: Cast) -> None:
    await a_known_boundary(cast.ada)
    loud = await a_customer(name="Loud")
    for number in range(12):
        with time_at(now() - timedelta(minutes=number)):
            await a_case(cast.ada, loud, family="storage", region="westeurope")
    assert await sweep() == 0 and await standing() == []


async def test_nothing_is_a_spike_before_the_usual_is_known(cast: Cast) -> None:
    await rush(cast.ada)
    assert await sweep() == 0


async def test_a_watch_is_raised_once_and_only_alarms_are_told(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_known_boundary(cast.ada)
    await usual(admin, timedelta(hours=4, minutes=7))
    await rush(cast.ada, 4, within=50)
    await sweep()
    watched = await standing()
    assert [alarm.level for alarm in watched] == ["watch"]
    async with as_person(cast.dora) as db:
        assert [notice.page for notice in await notices_of(db, cast.dora) if "/spikes/" in notice.page] == []
    await rush(cast.ada)
    assert await sweep() == 1
    (raised,) = await standing()
    assert (raised.id, raised.level) == (watched[0].id, "alarm")
    async with as_person(cast.dora) as db:
        (notice,) = [one for one in await notices_of(db, cast.dora) if "/spikes/" in one.page]
        told = [row.action for row in await trail_of(db, raised.subject)]
    assert notice.page == f"/spikes/{raised.ref}" and "Promote" in notice.text
    assert told == ["NoticeGiven", "SpikeAlarmRaised", "SpikeWatched"]


async def test_leads_are_told_once_an_episode(cast: Cast) -> None:
    await an_alarm(cast.ada)
    await rush(cast.ada, 2)
    await sweep()
    async with as_person(cast.dora) as db:
        assert len([one for one in await notices_of(db, cast.dora) if "/spikes/" in one.page]) == 1


async def test_it_subsides_when_it_was_quiet_long_enough(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    quiet = sensitivity().quiet
    assert await sweep(alarm.seen_at + quiet + sensitivity().longest) == 1
    (closed,) = await past()
    assert (closed.id, closed.state, closed.evidence) == (alarm.id, "subsided", alarm.evidence)
    assert await standing() == []


async def test_it_does_not_subside_while_it_goes_on(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    assert await sweep(alarm.seen_at + timedelta(minutes=20)) == 0
    (still,) = await standing()
    assert still.seen_at > alarm.seen_at and still.evidence == alarm.evidence


async def test_a_place_and_its_roll_up_are_one_alarm(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    assert alarm.place == "Europe"
    await rush(cast.ada, region="eastus")
    await sweep()
    assert sorted(one.place for one in await standing()) == ["Americas", "Europe"]


async def test_many_places_at_once_are_the_roll_up(cast: Cast) -> None:
    await a_known_boundary(cast.ada)
    for region in ("westeurope", "eastus", "japaneast"):
        await rush(cast.ada, 2, region=region)
    await sweep()
    assert [(one.place, one.customers) for one in await standing()] == [("", 6)]


async def test_cases_of_a_known_incident_are_no_spike(cast: Cast) -> None:
    await a_known_boundary(cast.ada)
    await an_incident(cast.dora)
    await rush(cast.ada)
    await run_jobs()
    assert await sweep() == 0


async def test_boundaries_are_counted_apart(cast: Cast) -> None:
    """Three here and three there are nowhere six."""
    await a_known_boundary(cast.ada)
    await a_known_boundary(cast.dora, "germany")
    await rush(cast.ada, 2)
    await rush(cast.dora, 2, "germany")
    for boundary in ("public", "germany"):
        assert await sweep(boundary=boundary) == 0


async def test_two_sweeps_at_once_open_one(cast: Cast, admin: asyncpg.Connection) -> None:
    alarm = await an_alarm(cast.ada)
    columns = "boundary, version, family, place, level, state, opened_at, alarm_at, seen_at, minutes, customers, expected, chance, evidence, rules, kind, reason"
    again = f"INSERT INTO spike_alarm ({columns}) SELECT {columns} FROM spike_alarm WHERE id = $1"
    try:
        await admin.execute(again, alarm.id)
    except asyncpg.UniqueViolationError as refused:
        assert refused.constraint_name == "uq_spike_alarm_open"
    else:
        raise AssertionError("a cell had two open spikes")
