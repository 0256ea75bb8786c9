"""A case's time on its page, in the API, and kept when it closes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from escalations.cases.account import CaseAccount, case_account
from escalations.cases.actions import add_customer_message, close_case, reopen_case, reply_to_customer, wait_for
from escalations.cases.actions.accounting import account_for_time
from escalations.cases.models import Case, CaseTime
from escalations.cases.queries import case_for
from escalations.cases.queries.time import time_rows
from escalations.cases.turns import PARTIES
from escalations.platform.db import nothing_to_record
from escalations.platform.time import time_at
from escalations.product_groups.actions import escalate_case
from tests.builders import a_case
from tests.cast import Cast
from tests.clocks.moments import MONDAY, later
from tests.product_groups.builders import BRIEF, GROUP
from tests.support import as_person, as_system, browser_of, program_of, run_jobs

DAY = 24


async def a_life(cast: Cast) -> Case:
    """Monday 10:00 opened, 11:00 answered and waits, Tuesday 11:00 the customer writes, 14:00 the group's, Wednesday 10:00 they write again."""
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
    with time_at(later(hours=1)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await reply_to_customer(db, case, "Which node pool is it?", by=cast.ada)
            await wait_for(db, case, "customer", "Which node pool is it?", later(hours=40), by=cast.ada)
    with time_at(later(hours=26)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await add_customer_message(db, case, "The Linux one.", by=cast.ada, at=later(hours=25))
    with time_at(later(hours=28)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await escalate_case(db, case, GROUP, BRIEF, by=cast.ada)
    with time_at(later(hours=48)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await add_customer_message(db, case, "Any news?", by=cast.ada)
    return opened


async def close(cast: Cast, case: Case, hours: float) -> None:
    with time_at(later(hours=hours)):
        async with as_person(cast.ada) as db:
            row = await case_for(db, cast.ada, case.ref, lock=True)
            await close_case(db, row, "fixed", "The firewall was opened.", by=cast.ada)


async def account(cast: Cast, case: Case) -> CaseAccount:
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref)

        return case_account(row, await time_rows(db, row), ZoneInfo("UTC"))


async def kept(case: Case) -> CaseTime | None:
    async with as_system() as db:
        return (await db.exec(select(CaseTime).where(CaseTime.case_id == case.id))).one_or_none()


async def test_every_stretch_says_whose_it_was_and_who_moved_it(cast: Cast) -> None:
    case = await a_life(cast)
    with time_at(later(hours=49)):
        told = await account(cast, case)
    stretches: dict[object, tuple[str, str]] = {}
    for row in told.turns.rows:
        if row.kind != "shut" and row.moved != "hours opened":
            stretches[row.start] = (row.kind, row.who)
    assert list(stretches.values()) == [
        ("us", ""), ("customer", "Ada"), ("us", "Ada"), ("product_group", "Ada"), ("us", "Ada"),
    ]  # fmt: skip
    assert later(hours=25) in stretches, "since the message was received, not since somebody noticed it"


async def test_the_shares_are_all_of_its_life(cast: Cast) -> None:
    case = await a_life(cast)
    with time_at(later(hours=49)):
        told = await account(cast, case)
    spans = {one.party: one.span / timedelta(hours=1) for one in told.shares}
    assert sum(spans.values()) == 49
    assert (spans["customer"], spans["product_group"], spans["resolved"]) == (24, 20, 0)
    assert spans["us"] + spans["out_of_hours"] == 5


async def test_a_clock_says_how_its_due_time_was_made(cast: Cast) -> None:
    case = await a_life(cast)
    with time_at(later(hours=49)):
        told = await account(cast, case)
    running = next(one for one in told.clocks if one.clock.kind == "next_update" and one.clock.is_open)
    made = dict(running.made)
    assert made["Target"].endswith("(business hours, Berlin)") and made["By the"].startswith("policy of")
    assert {"Counted from", "Used", "Left", "Due"} <= set(made)
    entries = [(line.what.split(",")[0], line.who) for line in running.ledger]
    assert [what for what, _ in entries][:3] == ["began", "stood still", "ran on"]
    assert {who for what, who in entries if what in ("began", "stood still", "ran on")} == {"Ada"}
    assert any(row.kind == "shut" for row in running.bar.rows)


async def test_closing_keeps_the_time_and_repeating_changes_nothing(cast: Cast) -> None:
    case = await a_life(cast)
    await close(cast, case, 50.5)
    await run_jobs()
    row = await kept(case)
    assert row is not None and row.closed_at == later(hours=50.5)
    assert sum(getattr(row, party) for party in PARTIES) == 50.5 * 3600
    async with as_system() as db:
        nothing_to_record(db, "a repeat of the reaction")
        found = await case_for(db, cast.ada, case.ref)
        await account_for_time(db, found)
    again = await kept(case)
    assert again is not None and again.model_dump() == row.model_dump()


async def test_a_second_closing_replaces_the_first(cast: Cast) -> None:
    case = await a_life(cast)
    await close(cast, case, 50)
    await run_jobs()
    with time_at(later(hours=60)):
        async with as_person(cast.ada) as db:
            await reopen_case(db, await case_for(db, cast.ada, case.ref, lock=True), "it came back", by=cast.ada)
    await run_jobs()
    before = await kept(case)
    assert before is not None and before.closed_at == later(hours=50), "as it was while it is open"
    await close(cast, case, 61)
    await run_jobs()
    row = await kept(case)
    assert row is not None and (row.resolved, row.closed_at) == (10 * 3600, later(hours=61))
    assert sum(getattr(row, party) for party in PARTIES) == 61 * 3600


async def test_the_page_and_its_lines_beside_the_case(cast: Cast) -> None:
    case = await a_life(cast)
    async with browser_of(cast.otto) as otto:
        whole = await otto.get(f"/cases/{case.ref}/time")
        assert whole.status_code == 200
        for words in ("Whose turn", "Product group", "Out of hours", "business hours, Berlin", "policy of", "Ledger, "):
            assert words in whole.text
        beside = await otto.get(f"/cases/{case.ref}/time/bar")
        assert beside.status_code == 200 and "<html" not in beside.text and "Next update" in beside.text
        assert f"/cases/{case.ref}/time/bar" in (await otto.get(f"/cases/{case.ref}")).text
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.get(f"/cases/{case.ref}/time")).status_code == 404
        assert (await cleo.get(f"/cases/{case.ref}/time/bar")).status_code == 404


async def test_programs_read_it(cast: Cast) -> None:
    case = await a_life(cast)
    await close(cast, case, 50)
    async with program_of(cast.ada) as ada:
        told = (await ada.get(f"/api/cases/{case.ref}/time")).json()
    assert sum(told["seconds"].values()) == 50 * 3600
    assert told["turns"][1]["moved"].startswith("waits for the customer")
    async with program_of(cast.cleo) as cleo:
        assert (await cleo.get(f"/api/cases/{case.ref}/time")).status_code == 404


async def test_a_pause_without_a_question_is_told(cast: Cast) -> None:
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
    with time_at(later(hours=1)):
        async with as_person(cast.ada) as db:
            await reply_to_customer(db, await case_for(db, cast.ada, opened.ref, lock=True), "Hello Lena.", by=cast.ada)
    with time_at(later(hours=3)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await wait_for(db, case, "customer", "no question at all", later(hours=40), by=cast.ada)
    with time_at(later(hours=5)):
        told = await account(cast, opened)
        assert [(one.kind, one.minutes) for one in told.findings] == [("no_question", 120)]
        async with browser_of(cast.ada) as ada:
            assert "120 min of open time were kept" in (await ada.get(f"/cases/{opened.ref}/time")).text
