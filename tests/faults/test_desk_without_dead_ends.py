"""Promise 1 for escalations, engagements, alarms and incidents: whoever and whatever holds them goes, and none is stranded."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from escalations.catalog.loading import catalogue
from escalations.people.actions import revoke_clearance
from escalations.people.queries import clearances_of
from escalations.platform.time import now, time_at
from escalations.schedule import DUTIES
from tests.cases.crew import stands
from tests.cast import Cast
from tests.conftest import dead_ends
from tests.support import as_person, browser_of, run_jobs
from tests.sweeping import swept_where_due

from . import files
from .desk_world import Desk, disable, escalate_to_the_heir, set_the_scene
from .files import changing


@pytest.fixture
async def desk(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> AsyncIterator[Desk]:
    with changing(tmp_path / "rules") as lost:
        yield await set_the_scene(cast, admin, lost)


async def disable_the_engineer(desk: Desk) -> None:
    await disable(desk, desk.cast.pia)


async def disable_the_lead_of_rapid_response(desk: Desk) -> None:
    await disable(desk, desk.cast.rex)


async def disable_the_duty_lead(desk: Desk) -> None:
    await disable(desk, desk.cast.dora)


async def the_engineer_changes_the_group(desk: Desk) -> None:
    await stands(desk.cast.pia, product_group="compute")


async def the_shifts_end(desk: Desk) -> None:
    for person in (desk.cast.pia, desk.cast.rex, desk.cast.dora, desk.cast.ada):
        await stands(person, shift_days=[], presence="offline")


async def clearances_expire(desk: Desk) -> None:
    people = [desk.cast.pia.id, desk.cast.rex.id, desk.cast.dora.id]
    gone = "UPDATE clearance SET expires_at = now() - interval '1 second' WHERE person_id = ANY ($1)"
    await desk.admin.execute(gone, people)


async def a_clearance_is_revoked(desk: Desk) -> None:
    async with as_person(desk.cast.adam) as db:
        for clearance in (await clearances_of(db, [desk.cast.dora.id]))[desk.cast.dora.id]:
            await revoke_clearance(db, clearance, by=desk.cast.adam)


async def retire_the_group(desk: Desk) -> None:
    desk.files.lose(files.without_product_group)


async def retire_the_group_whose_heir_has_it_already(desk: Desk) -> None:
    await escalate_to_the_heir(desk)
    desk.files.lose(files.without_product_group)


async def delete_the_team(desk: Desk) -> None:
    desk.files.lose(files.without_queue)


async def drop_the_rules(desk: Desk) -> None:
    desk.files.lose(files.without_rules)


Fault = Callable[[Desk], Awaitable[None]]
FAULTS: list[Fault] = [
    disable_the_engineer, disable_the_lead_of_rapid_response, disable_the_duty_lead, the_engineer_changes_the_group, the_shifts_end,
    clearances_expire, a_clearance_is_revoked, retire_the_group, retire_the_group_whose_heir_has_it_already, delete_the_team, drop_the_rules,
]  # fmt: skip


async def settles() -> None:
    """What the running program does within a minute, in the cloud where all of it is."""
    await run_jobs()
    for duty in DUTIES:
        await swept_where_due(duty, now(), ["public"])
    await run_jobs()


async def nothing_is_stranded(desk: Desk) -> None:
    assert await dead_ends(desk.admin) == []
    gone = await desk.admin.fetch(
        "SELECT id FROM escalation WHERE closed_at IS NULL AND product_group <> ALL ($1)",
        list(catalogue().product_groups),
    )
    assert gone == [], "an escalation stands with a group that is not there"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
async def test_nothing_is_stranded_by(desk: Desk, fault: Fault) -> None:
    await fault(desk)
    await settles()
    await nothing_is_stranded(desk)
    with time_at(now() + timedelta(days=1)):
        await settles()
        await nothing_is_stranded(desk)
        async with browser_of(desk.cast.adam) as adam:
            assert (await adam.get("/dead-ends")).status_code == 200


HOLDS = {
    disable_the_engineer: {"dead_end_escalation"},
    disable_the_lead_of_rapid_response: {"dead_end_engagement"},
    disable_the_duty_lead: {"dead_end_alarm", "dead_end_incident"},
    clearances_expire: {"dead_end_escalation", "dead_end_engagement", "dead_end_alarm", "dead_end_incident"},
}


@pytest.mark.parametrize("fault", HOLDS, ids=lambda fault: fault.__name__)
async def test_the_views_see_it_until_the_sweeps_have_been_there(desk: Desk, fault: Fault) -> None:
    """Without them the views would be empty whatever happens."""
    await fault(desk)
    seen = set()
    for (view,) in await desk.admin.fetch("SELECT viewname FROM pg_views WHERE viewname LIKE 'dead\\_end\\_%'"):
        if await desk.admin.fetch(f"SELECT * FROM {view}"):
            seen.add(view)
    assert seen >= HOLDS[fault]
    async with browser_of(desk.cast.adam) as adam:
        page = (await adam.get("/dead-ends")).text
    assert "with no way on" in page and "no dead ends" not in page
    await settles()


async def test_the_page_tells_what_was_caught_and_where_it_went(desk: Desk) -> None:
    for fault in (disable_the_engineer, disable_the_lead_of_rapid_response, disable_the_duty_lead):
        await fault(desk)
    await settles()
    await retire_the_group_whose_heir_has_it_already(desk)
    await settles()
    async with browser_of(desk.cast.adam) as adam:
        page = (await adam.get("/dead-ends")).text
    caught = page.partition('id="caught-others"')[2]
    for words in (
        "Pia", "triage of Storage platform", "Rex", "waits for somebody to take it", "told Adam", "the group left the catalogue",
        "back to support", desk.alarm.ref, desk.incident.ref, desk.mitigated.ref, desk.led[1].ref, desk.escalations["accepted"].ref,
    ):  # fmt: skip
        assert words in caught, words


async def test_an_incident_that_nobody_writes_on_is_asked_after_and_not_again_at_once(desk: Desk) -> None:
    asked = "SELECT count(*) FROM event WHERE action = 'IncidentLeftAlone' AND subject = $1"
    for hours, times in ((1, 0), (3, 1), (4, 1), (6, 2)):
        with time_at(now() + timedelta(hours=hours)):
            await settles()
        assert await desk.admin.fetchval(asked, desk.incident.subject) == times, f"after {hours} hours"
