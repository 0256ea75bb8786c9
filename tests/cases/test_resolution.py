"""The objective by which a case should be solved, and the customer's choice of all hours."""

from datetime import UTC, datetime, timedelta

from escalations.cases.actions import (
    Facts,
    change_severity,
    close_case,
    correct_facts,
    reopen_case,
    reply_to_customer,
    resume_case,
    wait_for,
)
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.clocks.models import Clock
from escalations.clocks.queries import clocks_of_case, reading_of
from escalations.platform.db import Session
from escalations.platform.time import time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
HELLO = (
    "We have looked at the share and found that its key was changed. Please renew the secret and tell us what happens."
)


async def opened(cast: Cast, at: datetime = MONDAY, **told: object) -> Case:
    with time_at(at):
        return await a_case(cast.ada, **told)  # type: ignore[arg-type]


async def resolution(db: Session, case: Case) -> Clock:
    (clock,) = [clock for clock in await clocks_of_case(db, case.id) if clock.kind == "resolution"]
    return clock


async def test_it_runs_from_the_opening_and_rules_no_list(cast: Cast) -> None:
    """45 business hours for severity B under ProDirect: five days of nine hours."""
    case = await opened(cast)
    assert case.due_kind == "first_response"
    with time_at(MONDAY + timedelta(minutes=20)):
        async with as_person(cast.ada) as db:
            mine = await case_for(db, cast.ada, case.ref, lock=True)
            await reply_to_customer(db, mine, HELLO, by=cast.ada)
            clock = await resolution(db, mine)
            assert (clock.state, clock.target_minutes, clock.due_at) == ("running", 2700, MONDAY + timedelta(days=7))
            assert mine.due_kind == "next_update"


async def test_before_july_2026_there_was_none(cast: Cast) -> None:
    case = await opened(cast, MONDAY.replace(month=6))
    async with as_system() as db:
        assert [clock.kind for clock in await clocks_of_case(db, case.id)] == ["first_response"]


async def test_it_rests_while_the_customer_or_a_third_party_has_the_turn(cast: Cast) -> None:
    case = await opened(cast)
    for start, whom in ((1, "customer"), (4, "third_party")):
        with time_at(MONDAY + timedelta(hours=start)):
            async with as_person(cast.ada) as db:
                mine = await case_for(db, cast.ada, case.ref, lock=True)
                await wait_for(db, mine, whom, "What do the logs say?", MONDAY + timedelta(days=2), by=cast.ada)
                assert ((await resolution(db, mine)).state, (await resolution(db, mine)).why) == ("paused", whom)
        with time_at(MONDAY + timedelta(hours=start + 2)):
            async with as_person(cast.ada) as db:
                mine = await case_for(db, cast.ada, case.ref, lock=True)
                await resume_case(db, mine, "they answered", by=cast.ada)
    async with as_system() as db:
        reading = await reading_of(db, await resolution(db, case), MONDAY + timedelta(hours=7))
        assert reading.used == timedelta(hours=3), "one, one and one hour of seven"


async def test_closing_meets_it_and_reopening_lets_it_run_on(cast: Cast) -> None:
    case = await opened(cast)
    for hours in (2, 5):
        with time_at(MONDAY + timedelta(hours=hours)):
            async with as_person(cast.ada) as db:
                mine = await case_for(db, cast.ada, case.ref, lock=True)
                if hours == 2:
                    await close_case(db, mine, "fixed", "The secret was renewed.", by=cast.ada)
                    assert (await resolution(db, mine)).state == "satisfied"
                else:
                    await reopen_case(db, mine, "it came back", by=cast.ada)
                    clock = await resolution(db, mine)
                    assert (clock.state, (await reading_of(db, clock)).used) == ("running", timedelta(hours=2))
                    assert mine.due_kind == "next_update"


async def test_another_severity_carries_the_time_used(cast: Cast) -> None:
    case = await opened(cast)
    with time_at(MONDAY + timedelta(hours=3)):
        async with as_person(cast.ada) as db:
            mine = await case_for(db, cast.ada, case.ref, lock=True)
            await change_severity(
                db, mine, "assessed", "A", "production is down", always_contact_id=mine.contact_id, by=cast.ada
            )
            assert (await resolution(db, mine)).due_at == MONDAY + timedelta(hours=16)


class TestAllHours:
    """Severity B may be worked on at all hours if the customer chooses so."""

    async def test_chosen_at_the_opening(self, cast: Cast) -> None:
        saturday = MONDAY - timedelta(days=2)
        case = await opened(cast, saturday, around_the_clock=True)
        assert case.due_at == saturday + timedelta(hours=2)
        async with as_system() as db:
            assert {clock.calendar for clock in await clocks_of_case(db, case.id)} == {"always@2000-01-01"}
            (*_, first) = await trail_of(db, case.subject)
            assert first.told == "opened the case by web, to be worked on at all hours"

    async def test_only_severity_b_runs_on_them(self, cast: Cast) -> None:
        case = await opened(cast, MONDAY - timedelta(days=2), around_the_clock=True, claimed="C")
        assert case.due_at == MONDAY.replace(hour=12)

    async def test_chosen_later_it_moves_the_clocks(self, cast: Cast) -> None:
        evening = MONDAY.replace(hour=16, minute=30)
        case = await opened(cast, evening)
        assert case.due_at == evening + timedelta(hours=17)
        with time_at(evening + timedelta(minutes=15)):
            async with as_person(cast.ada) as db:
                mine = await case_for(db, cast.ada, case.ref, lock=True)
                seen = Facts.of(mine)
                wanted = Facts(**{**vars(seen), "around_the_clock": True})
                for _ in range(2):
                    await correct_facts(db, mine, seen, wanted, by=cast.ada)
                assert mine.due_at == evening + timedelta(hours=2, minutes=15), "two hours from the change"
                told = [row.told for row in await trail_of(db, case.subject)]
                assert told.count("corrected around the clock: no → yes") == 1

    async def test_on_the_form_on_the_page_and_over_the_api(self, cast: Cast) -> None:
        customer = await a_customer()
        words = {
            "customer": customer.ref,
            "title": "Pods cannot mount",
            "description": "mount error(13) since this morning",
        }
        async with browser_of(cast.ada) as browser, program_of(cast.ada) as program:
            answer = await browser.submit("/cases", claimed="B", around_the_clock="1", **words)
            page = await browser.get(answer.headers["location"])
            assert "all hours, chosen by the customer" in page.text
            ref = answer.headers["location"].rpartition("/")[2]
            facts = {
                "title": words["title"],
                "family": "storage",
                "version": 1,
                "was_title": words["title"],
                "was_family": "storage",
            }
            await browser.submit(f"/cases/{ref}/facts", was_around_the_clock="1", **facts)
            assert (await program.get(f"/api/cases/{ref}")).json()["around_the_clock"] is False
            told = await program.post("/api/cases", json={**words, "claimed": "B", "around_the_clock": True})
            assert told.json()["around_the_clock"] is True
