"""Mistakes other trackers made, each by its name, where a clock alone cannot show them: what the verbs on a case do."""

from datetime import timedelta

from escalations.cases.actions import reply_to_customer, wait_for
from escalations.cases.actions.retiming import sweep_changed_policy
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.clocks.actions import start_clock
from escalations.clocks.policies import Target
from escalations.clocks.queries import clocks_of_case, open_clock
from escalations.platform.db import Session
from escalations.platform.time import time_at
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system

from .moments import MONDAY, later
from .truth import recompute_every_clock, told

HELLO = (
    "We have looked at the share and found that its key was changed. Please renew the secret and tell us what happens."
)


async def states(db: Session, case: Case) -> dict[str, str]:
    return {clock.kind: clock.state for clock in await clocks_of_case(db, case.id)}


async def test_a_short_update_target_overrules_the_first_response(cast: Cast, case: Case) -> None:
    """The update is due sooner, and a response is owed all the same."""
    async with as_person(cast.ada) as db:
        response = await open_clock(db, case.id, "first_response")
        due = response.due_at
        soon = Target(5, "always", "1")
        update = await start_clock(db, case.id, "public", "next_update", soon, at=MONDAY, by=cast.ada)
        assert update.due_at < due
        assert (response.due_at, response.state) == (due, "running")
        assert (await open_clock(db, case.id, "first_response")).due_at == due


async def test_reply_and_pending_in_one_step_disables_instead_of_satisfies(cast: Cast) -> None:
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
    with time_at(later(minutes=30)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await reply_to_customer(db, case, HELLO, by=cast.ada)
            await wait_for(db, case, "customer", "Did the new secret help?", later(days=1), by=cast.ada)
            assert await states(db, case) == {
                "first_response": "satisfied",
                "resolution": "paused",
                "next_update": "paused",
                "follow_up": "running",
            }


async def test_a_reply_satisfies_the_resolution(cast: Cast) -> None:
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
    with time_at(later(minutes=30)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await reply_to_customer(db, case, HELLO, by=cast.ada)
            assert (await states(db, case))["resolution"] == "running"


async def test_changed_policy_leaves_stale_escalations(cast: Cast) -> None:
    """Begun under the policy before; the one in force takes over at the next sweep, once, and the time used stays used."""
    june = MONDAY.replace(month=6, day=30)
    with time_at(june):
        opened = await a_case(cast.ada)
    async with as_system() as db:
        clock = await open_clock(db, opened.id, "first_response")
        assert (clock.policy_version, clock.target_minutes) == ("2023-07-01", 120)
    with time_at(june + timedelta(hours=1)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await reply_to_customer(db, case, HELLO, by=cast.ada)
    july = MONDAY.replace(month=7, day=1)
    for moved in (1, 0):
        async with as_system() as db:
            assert await sweep_changed_policy(db, july) == moved
    async with as_system() as db:
        clock = await open_clock(db, opened.id, "next_update")
        assert (clock.policy_version, await told(db, clock)) == ("2026-07-01", ["started", "retargeted"])
        met = next(one for one in await clocks_of_case(db, opened.id) if one.kind == "first_response")
        assert (met.policy_version, await told(db, met)) == ("2023-07-01", ["started", "satisfied"])
        await recompute_every_clock(db)
