"""Who is told of which threshold, and in what words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from escalations.cases.actions import reply_to_customer, snooze_case, unassign_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.sweeps import wake_snoozed
from escalations.clocks.actions.telling import words_of
from escalations.clocks.events import ClockBreached, ClockWarned
from escalations.clocks.sweeps import sweep_clocks
from escalations.people.models import Notice, Person
from escalations.platform.events import EventRow, react
from escalations.platform.time import time_at
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system, run_jobs

from .moments import MONDAY, later
from .test_classic_bugs_of_cases import HELLO

BERLIN = ZoneInfo("Europe/Berlin")
ABOUT = {"clock_id": 1, "case_id": 12, "holder": "support"}
DUE = datetime(2026, 11, 16, 15, 0, tzinfo=UTC).isoformat()


def warned(kind="first_response"):
    return ClockWarned(**ABOUT, kind=kind, due_at=DUE, threshold=75)


def breached(kind="first_response"):
    return ClockBreached(**ABOUT, kind=kind, due_at=DUE)


@pytest.mark.parametrize(
    ("event", "at", "words"),
    [
        (warned(), "14:45", "C-12 (Contoso): first response is due at 16:00 CET."),
        (warned("promise"), "14:45", "C-12 (Contoso): promise is due at 16:00 CET."),
        (warned(), "15:01", "C-12 (Contoso): first response is due now, at 16:00 CET."),
        (breached(), "15:00", "C-12 (Contoso): first response was due at 16:00 CET."),
        (
            breached("promise"),
            "15:00",
            "C-12 (Contoso): our promise to the customer is broken, it was due at 16:00 CET.",
        ),
        (breached("follow_up"), "15:00", "C-12 (Contoso) is back, as planned for 16:00 CET."),
    ],
)
def test_words(event, at, words):
    moment = datetime.fromisoformat(f"2026-11-16T{at}:00+00:00")
    assert words_of(event, "C-12 (Contoso)", moment, BERLIN) == words


def test_another_day_is_named():
    friday = datetime(2026, 11, 13, 15, 0, tzinfo=UTC)
    assert words_of(warned(), "C-12", friday, BERLIN).endswith("is due at Mon 16 Nov 16:00 CET.")


@pytest.fixture
async def mine(cast: Cast) -> Case:
    """Ada's, with a first response due at twelve: warned of at 11:30 and 11:48."""
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
        async with as_person(cast.dora) as db:
            case = await case_for(db, cast.dora, opened.ref, lock=True)
            case.owner_id = cast.ada.id
            db.sync_session.info["recorded"] = "the stage is set before the play"
    await run_jobs()
    return opened


async def sweep(moment: datetime) -> None:
    with time_at(moment):
        async with as_system() as db:
            await sweep_clocks(db, moment)
            await wake_snoozed(db, moment)
        await run_jobs()


async def told(person: Person) -> list[tuple[str, str]]:
    """Of clocks, oldest first."""
    async with as_system() as db:
        query = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
        found = (await db.exec(query)).all()
        return [(notice.tone, notice.text) for notice in found if notice.key.startswith("clock/")]


async def tones(*people: Person) -> list[list[str]]:
    return [[tone for tone, _ in await told(person)] for person in people]


async def test_first_the_owner_then_the_lead_then_both(cast: Cast, mine: Case) -> None:
    await sweep(later(minutes=90))
    assert await tones(cast.ada, cast.dora, cast.ben) == [["warn"], [], []]
    await sweep(later(minutes=108))
    assert await tones(cast.ada, cast.dora) == [["warn", "warn"], ["warn"]]
    await sweep(later(minutes=121))
    await sweep(later(minutes=122))
    assert await tones(cast.ada, cast.dora, cast.ben) == [["warn", "warn", "bad"], ["warn", "bad"], []]
    (_, first), *_ = await told(cast.ada)
    assert first == f"{mine.ref} (Harbour Foods): first response is due at 12:00 UTC."


async def test_nobody_owns_it_so_the_lead_is_told_at_once(cast: Cast, mine: Case) -> None:
    async with as_person(cast.dora) as db:
        await unassign_case(db, await case_for(db, cast.dora, mine.ref, lock=True), "off to lunch", by=cast.dora)
    async with as_system() as db:
        for person in (cast.ada, cast.ben, cast.rex, cast.dora):
            again = await db.get_one(Person, person.id)
            again.presence = "away"
        db.sync_session.info["recorded"] = "the stage is set before the play"
    await sweep(later(minutes=90))
    assert await tones(cast.ada, cast.dora) == [[], ["warn"]]


async def test_what_was_answered_meanwhile_is_no_warning(cast: Cast, mine: Case) -> None:
    with time_at(later(minutes=90)):
        async with as_system() as db:
            await sweep_clocks(db, later(minutes=90))
        async with as_person(cast.ada) as db:
            await reply_to_customer(db, await case_for(db, cast.ada, mine.ref, lock=True), HELLO, by=cast.ada)
        await run_jobs()
    assert await tones(cast.ada, cast.dora) == [[], []]


async def test_a_follow_up_comes_back_to_the_owner_only(cast: Cast, mine: Case) -> None:
    with time_at(later(minutes=5)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, mine.ref, lock=True)
            await snooze_case(db, case, later(minutes=60), "the change window opens then", by=cast.ada)
    await sweep(later(minutes=61))
    assert await told(cast.ada) == [("info", f"{mine.ref} (Harbour Foods) is back, as planned for 11:00 UTC.")]
    assert await told(cast.dora) == []


async def test_a_broken_promise_is_told_to_both(cast: Cast, mine: Case) -> None:
    with time_at(later(minutes=5)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, mine.ref, lock=True)
            soon = later(minutes=65)
            await reply_to_customer(db, case, HELLO, by=cast.ada, next_update=soon, gate_reason="agreed on the phone")
    await sweep(later(minutes=66))
    assert [text for _, text in await told(cast.dora)] == [
        f"{mine.ref} (Harbour Foods): our promise to the customer is broken, it was due at 11:05 UTC."
    ]
    assert len(await told(cast.ada)) == 1


async def test_a_second_run_of_the_job_tells_nobody_again(cast: Cast, mine: Case) -> None:
    await sweep(later(minutes=90))
    async with as_system() as db:
        row = (await db.exec(select(EventRow).where(EventRow.action == "ClockWarned"))).one()
    with time_at(later(minutes=90)):
        await react({"event": row.id, "boundary": "public", "reaction": "cases.reactions.tell_of_our_clocks"})
    assert await tones(cast.ada) == [["warn"]]


async def test_a_late_sweep_tells_of_the_last_threshold_only(cast: Cast, mine: Case) -> None:
    await sweep(later(minutes=115))
    assert await tones(cast.ada, cast.dora) == [["warn"], ["warn"]]
