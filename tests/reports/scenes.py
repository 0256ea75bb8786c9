"""Closed cases whose time is known, promises with every outcome, and pauses that want explaining."""

from escalations.cases.actions import close_case, reply_to_customer, resume_case, wait_for
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.clocks.sweeps import sweep_clocks
from escalations.people.models import Person
from escalations.platform.time import time_at
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.clocks.moments import later
from tests.support import as_person, as_system, run_jobs


async def a_closed_case(
    by: Person, hours: float, *, boundary: str = "public", to: str = "Harbour Foods", **told: object
) -> Case:
    """Opened on Monday at ten, half of its life waiting for the customer."""
    with time_at(later()):
        opened = await a_case(by, await a_customer(boundary, to), **told)
    with time_at(later(hours=hours / 4)):
        async with as_person(by) as db:
            case = await case_for(db, by, opened.ref, lock=True)
            await reply_to_customer(db, case, "Which one is it?", by=by)
            await wait_for(db, case, "customer", "Which one is it?", later(hours=hours * 3 / 4), by=by)
    with time_at(later(hours=hours * 3 / 4)):
        async with as_person(by) as db:
            case = await case_for(db, by, opened.ref, lock=True)
            await resume_case(db, case, "they called", by=by)
    with time_at(later(hours=hours)):
        async with as_person(by) as db:
            await close_case(db, await case_for(db, by, opened.ref, lock=True), "fixed", "It works again.", by=by)
    await run_jobs()
    return opened


async def a_promise(cast: Cast, to: str, kept_after: float | None, **told: object) -> Case:
    """Made at eleven for two o'clock."""
    with time_at(later()):
        opened = await a_case(cast.ada, await a_customer(name=to), **told)
    with time_at(later(hours=1)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await reply_to_customer(db, case, "You hear from me.", by=cast.ada, next_update=later(hours=4))
    if kept_after is not None:
        with time_at(later(hours=kept_after)):
            async with as_person(cast.ada) as db:
                case = await case_for(db, cast.ada, opened.ref, lock=True)
                await reply_to_customer(db, case, "It is the firewall.", by=cast.ada)
    return opened


async def sweep(hours: float) -> None:
    with time_at(later(hours=hours)):
        async with as_system() as db:
            await sweep_clocks(db, later(hours=hours))


async def a_baseless_pause(by: Person, to: str, boundary: str = "public") -> Case:
    """Paused on Monday from 13:00 to 15:00, two hours after the last word to the customer: two open hours lost."""
    with time_at(later()):
        opened = await a_case(by, await a_customer(boundary, to))
    with time_at(later(hours=1)):
        async with as_person(by) as db:
            await reply_to_customer(db, await case_for(db, by, opened.ref, lock=True), "Hello.", by=by)
    with time_at(later(hours=3)):
        async with as_person(by) as db:
            case = await case_for(db, by, opened.ref, lock=True)
            await wait_for(db, case, "customer", "nothing in particular", later(hours=9), by=by)
    with time_at(later(hours=5)):
        async with as_person(by) as db:
            await resume_case(db, await case_for(db, by, opened.ref, lock=True), "enough", by=by)
    return opened
