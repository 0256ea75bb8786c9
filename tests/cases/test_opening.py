import json

import asyncpg

from escalations.cases.queries import case_for, decisions_of
from escalations.clocks.queries import clocks_of_case
from escalations.customers.actions import add_subscription
from escalations.customers.queries import contacts_of
from escalations.platform.trail import trail_of
from escalations.routing.deciding import recompute
from tests.builders import STORY, a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of


async def test_the_text_decides_the_family_and_the_decision_is_kept(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        (decision,) = await decisions_of(db, case)
        assert case.family == "storage"
        assert case.owner_id is not None
        assert len(decision.reasons) == 3
        again = json.loads(json.dumps(recompute(decision.facts, decision.record).stored()))
        assert again == [decision.facts, decision.record] and decision.trigger == "opened"


async def test_the_first_response_clock_runs_from_the_opening(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        clock, objective = await clocks_of_case(db, opened.id)
        case = await case_for(db, cast.ada, opened.ref)
        assert (clock.kind, clock.state) == ("first_response", "running")
        assert (objective.kind, objective.state) == ("resolution", "running")
        assert (case.due_at, case.due_kind) == (clock.due_at, "first_response")


async def test_everything_is_on_the_trail(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        told = [row.action for row in reversed(await trail_of(db, opened.subject))]
    assert told == ["CaseOpened", "CaseRouted", "CaseAssigned", "NoticeGiven", "ClockStarted", "ClockStarted"]


async def test_the_same_key_opens_one_case(cast: Cast) -> None:
    customer = await a_customer()
    first = await a_case(cast.ada, customer, external_key="MAIL-1")
    again = await a_case(cast.ada, customer, external_key="MAIL-1")
    assert first.id == again.id


async def test_nobody_cleared_leaves_it_in_the_queue_with_the_reason(cast: Cast, admin: asyncpg.Connection) -> None:
    await admin.execute(
        "UPDATE clearance SET expires_at = now() WHERE boundary = 'germany' AND person_id = $1", cast.cleo.id
    )
    customer = await a_customer("germany", "Isar Energie")
    opened = await a_case(cast.dora, customer)
    async with as_person(cast.dora) as db:
        case = await case_for(db, cast.dora, opened.ref)
        (decision,) = await decisions_of(db, case)
        assert case.owner_id in (None, cast.dora.id)
        assert decision.reasons


async def test_an_uncleared_engineer_gets_a_404(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.get(f"/cases/{opened.ref}")).status_code == 404


async def test_a_program_is_told_which_field_is_wrong_and_which_version_it_has(cast: Cast) -> None:
    customer = await a_customer()
    async with program_of(cast.ada) as ada:
        wrong = await ada.post("/api/cases", json={"customer": customer.ref, "title": "x", "description": STORY})
        assert wrong.status_code == 400
        assert [field["field"] for field in wrong.json()["fields"]] == ["title"]
        made = await ada.post(
            "/api/cases", json={"customer": customer.ref, "title": "Share is gone", "description": STORY}
        )
        assert made.status_code == 201
        read = await ada.get(f"/api/cases/{made.json()['ref']}")
        assert read.json()["version"] == made.json()["version"]


async def test_whom_and_what_a_case_names_is_its_own_customers(cast: Cast, admin: asyncpg.Connection) -> None:
    own, other = await a_customer(), await a_customer(name="Cedar Bank")
    async with as_person(cast.adam) as db:
        bought = await add_subscription(db, other, "cb-prod", "Production", regions=[], services=[], by=cast.adam)
        theirs = (await contacts_of(db, other))[0]
    told = {"customer": own.ref, "title": "Pods cannot mount the share", "description": STORY}
    strange = [{"contact_id": theirs.id}, {"always_contact_id": theirs.id}, {"subscription_id": bought.id}]
    async with program_of(cast.ada) as program, browser_of(cast.ada) as browser:
        for named in [*strange, {"contact_id": 10**9}, {"subscription_id": 10**9}]:
            answer = await program.post("/api/cases", json=told | named)
            assert answer.status_code == 404 and "Harbour Foods has no such" in answer.json()["detail"]
            page = await browser.submit("/cases", **told, **named)
            assert page.status_code == 404 and "Pods cannot mount the share" in page.text
    assert await admin.fetchval("SELECT count(*) FROM support_case") == 0


async def test_a_title_turns_nothing_around(cast: Cast) -> None:
    opened = await a_case(cast.ada, title="Invoice \u202egnp.exe\u2066 is\u2028overdue \U0001f469\u200d\U0001f527")
    assert opened.title == "Invoice gnp.exe is overdue \U0001f469\u200d\U0001f527"
    async with browser_of(cast.ada) as ada:
        facts = {"title": "Invoice \u202eoverdue", "was_title": opened.title, "version": opened.version}
        await ada.submit(f"/cases/{opened.ref}/facts", family=opened.family, was_family=opened.family, **facts)
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, opened.ref)).title == "Invoice overdue"


async def test_a_program_reads_on_behind_any_case_of_the_list(cast: Cast) -> None:
    customer = await a_customer()
    wanted = [(await a_case(cast.ada, customer, claimed=severity)).ref for severity in ("A", "B", "B", "C", "C")]
    async with program_of(cast.ada) as ada:
        behind = {last: (await ada.get("/api/cases", params={"after": last})).json() for last in ("", *wanted)}
        assert (await ada.get("/api/cases?after=C-99")).status_code == 404
    assert [[one["ref"] for one in page] for page in behind.values()] == [wanted[at:] for at in range(6)]
    assert set(behind[""][0]) == {"ref", "title", "severity", "turn", "owner"}
