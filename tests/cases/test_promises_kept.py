"""From the words of a reply to a clock, and what becomes of it."""

import re
from datetime import datetime, timedelta

import pytest

from escalations.cases.actions import (
    assign_case,
    close_case,
    reply_to_customer,
    transfer_case,
    unassign_case,
    withdraw_promise,
)
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.queries.time import promise_for, promises_of
from escalations.clocks.models import Clock
from escalations.clocks.queries import open_clocks
from escalations.clocks.sweeps import sweep_clocks
from escalations.platform.db import nothing_to_record
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.clocks.moments import MONDAY, later
from tests.support import as_person, as_system, browser_of, program_of, run_jobs

TEXT = "Hello Lena, I have the trace. I will update you by 14:00 UTC."
TWO = later(hours=4)


async def promised(cast: Cast, text: str = TEXT, to: str = "Harbour Foods", **kept: object) -> Case:
    """Opened on Monday at ten, answered at eleven with a promise for two o'clock."""
    with time_at(MONDAY):
        opened = await a_case(cast.ada, await a_customer(name=to))
    with time_at(later(hours=1)):
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, opened.ref, lock=True)
            await reply_to_customer(db, case, text, by=cast.ada, **(kept or {"next_update": TWO}))  # type: ignore[arg-type]
    return opened


async def promises(cast: Cast, case: Case) -> list[Clock]:
    async with as_person(cast.ada) as db:
        return list(await promises_of(db, await case_for(db, cast.ada, case.ref)))


async def test_a_promise_is_a_clock_with_its_words(cast: Cast) -> None:
    case = await promised(cast)
    (clock,) = await promises(cast, case)
    assert (clock.state, clock.due_at, clock.why) == ("running", TWO, "by 14:00 UTC")
    async with as_person(cast.ada) as db:
        told = {row.action: row.told for row in await trail_of(db, case.subject)}
        assert told["PromiseMade"] == "promised the next update by 16 Nov 2026 14:00 UTC (“by 14:00 UTC”)"
        assert (await case_for(db, cast.ada, case.ref)).due_kind == "promise"


async def test_several_promises_stand_beside_each_other(cast: Cast) -> None:
    text = "I will call you by 14:00 UTC, and send the report by 20:00 UTC."
    eight = later(hours=10)
    case = await promised(cast, text, next_update=TWO, also_by=[eight])
    assert [(clock.due_at, clock.why) for clock in await promises(cast, case)] == [
        (TWO, "by 14:00 UTC"),
        (eight, "by 20:00 UTC"),
    ]


async def test_it_survives_every_change_of_hands(cast: Cast) -> None:
    case = await promised(cast)
    with time_at(later(hours=2)):
        async with as_person(cast.dora) as db:
            row = await case_for(db, cast.dora, case.ref, lock=True)
            await assign_case(db, row, cast.ben, by=cast.dora)
            await unassign_case(db, row, "the end of a shift", by=cast.dora)
        async with as_person(cast.dora) as db:
            row = await case_for(db, cast.dora, case.ref, lock=True)
            await transfer_case(db, row, "networking", "finding", "The network drops it.", by=cast.dora)
        async with as_person(cast.ben) as db:
            await assign_case(db, await case_for(db, cast.ben, case.ref, lock=True), cast.ben, by=cast.ben)
    (clock,) = await promises(cast, case)
    assert (clock.state, clock.due_at, clock.why) == ("running", TWO, "by 14:00 UTC")
    with time_at(later(hours=3)):
        async with browser_of(cast.ben) as ben:
            panel = (await ben.get(f"/cases/{case.ref}")).text
    assert "“by 14:00 UTC”: update by 16 Nov 2026 14:00 UTC, by Ada, Ben keeps it" in " ".join(panel.split())


async def test_the_next_reply_keeps_it_and_one_too_late_keeps_it_late(cast: Cast) -> None:
    case, other = await promised(cast), await promised(cast, to="Nord Rail")
    for one, hours in ((case, 3), (other, 5)):
        with time_at(later(hours=hours)):
            async with as_person(cast.ada) as db:
                row = await case_for(db, cast.ada, one.ref, lock=True)
                await reply_to_customer(db, row, "The trace shows a firewall.", by=cast.ada)
    (kept,), (late,) = await promises(cast, case), await promises(cast, other)
    assert (kept.state, kept.breached_at) == ("satisfied", None)
    assert (late.state, late.breached_at) == ("satisfied", TWO)


async def test_a_broken_one_is_noted(cast: Cast) -> None:
    case = await promised(cast)
    with time_at(later(hours=5)):
        async with as_system() as db:
            await sweep_clocks(db, later(hours=5))
    async with as_person(cast.ada) as db:
        told = [row.told for row in await trail_of(db, case.subject) if row.action == "ClockBreached"]
    assert told == ["noted that the promise clock ran out"]


async def test_it_is_withdrawn_with_a_reason_once(cast: Cast) -> None:
    case = await promised(cast)
    with time_at(later(hours=2)):
        for _ in range(2):
            async with as_person(cast.ben) as db:
                row = await case_for(db, cast.ben, case.ref, lock=True)
                (clock,) = await promises_of(db, row)
                await withdraw_promise(db, row, clock, "they asked us to wait", by=cast.ben)
                assert row.due_kind == "next_update"
                assert [one.kind for one in await open_clocks(db, case.id) if one.kind != "resolution"] == [
                    "next_update"
                ]
    async with as_person(cast.ada) as db:
        told = [row.told for row in await trail_of(db, case.subject) if row.action == "PromiseWithdrawn"]
    assert told == ["withdrew the promise “by 14:00 UTC”: they asked us to wait"]


async def test_what_was_kept_cannot_be_withdrawn(cast: Cast) -> None:
    case = await promised(cast)
    with time_at(later(hours=2)):
        async with as_person(cast.ada) as db:
            row = await case_for(db, cast.ada, case.ref, lock=True)
            await reply_to_customer(db, row, "It was the firewall.", by=cast.ada)
            (clock,) = await promises_of(db, row)
            with pytest.raises(Refused, match="has been met"):
                await withdraw_promise(db, row, clock, "too late for that", by=cast.ada)


async def test_closing_ends_it(cast: Cast) -> None:
    case = await promised(cast)
    with time_at(later(hours=2)):
        async with as_person(cast.ada) as db:
            row = await case_for(db, cast.ada, case.ref, lock=True)
            await close_case(db, row, "fixed", "The firewall was opened.", by=cast.ada)
    assert [clock.state for clock in await promises(cast, case)] == ["cancelled"]


async def test_who_may_not_withdraw_it(cast: Cast) -> None:
    case = await promised(cast)
    async with as_person(cast.otto) as db:
        row = await case_for(db, cast.otto, case.ref)
        (clock,) = await promises_of(db, row)
        with pytest.raises(NotAllowed):
            await withdraw_promise(db, row, clock, "an auditor says so", by=cast.otto)
    async with browser_of(cast.cleo) as cleo:
        answer = await cleo.submit(f"/cases/{case.ref}/promises/{clock.id}/withdrawal", reason="not mine")
        assert answer.status_code == 404
    async with as_person(cast.ada) as db:
        with pytest.raises(NotFound):
            other = (await open_clocks(db, case.id))[0]
            await promise_for(db, row, other.id if other.kind != "promise" else 999)


def _fields(html: str) -> dict[str, str]:
    """The filled-in fields of the reply form, as a browser would send them."""
    form = re.search(r'<form id="composer-reply".*?</form>', html, re.DOTALL)
    assert form is not None
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and (("checkbox" not in tag) or " checked" in tag):
            found[name[1]] = value[1]
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", form[0], re.DOTALL)
    return found | {"text": text[1] if text else ""}


async def test_one_confirmation_sends(cast: Cast) -> None:
    """The held reply comes back with its text and the moment filled in, in the writer's zone; sent as it is, it goes."""
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        db.add(cast.ada)
        cast.ada.time_zone = "Europe/Berlin"
        nothing_to_record(db, "the stage is set before the play")
    with time_at(later(hours=1)):
        async with browser_of(cast.ada) as ada:
            text = "I will call you by 14:00, and send the report by 20:00 UTC. We hope for more on Friday."
            held = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, text=text)
            assert held.status_code == 422 and "Confirm the next update, then send" in held.text
            assert "For the customer write the zone as well: 13:00 UTC" in held.text
            fields = _fields(held.text)
            assert (fields["next_update"], fields["text"]) == ("2026-11-16T14:00", text)
            assert datetime.fromisoformat(fields["also_by"]) == later(hours=10)
            fields.pop("_csrf_token", None)
            sent = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, **fields)
            assert sent.status_code == 200, sent.text
    assert [(clock.due_at, clock.why) for clock in await promises(cast, opened)] == [
        (later(hours=3), "by 14:00"),
        (later(hours=10), "by 20:00 UTC"),
    ]


async def test_a_reason_sends_without_a_clock(cast: Cast) -> None:
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
        async with browser_of(cast.ada) as ada:
            fields = {"text": TEXT, "gate_reason": "the incident keeps it", "next_update": ""}
            sent = await ada.submit(f"/cases/{opened.ref}/replies", htmx=True, **fields)
    assert sent.status_code == 200
    assert await promises(cast, opened) == []


async def test_what_is_typed_is_read_while_it_is_typed(cast: Cast) -> None:
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
        async with browser_of(cast.ada) as ada:
            url = f"/cases/{opened.ref}/replies/promises"
            hint = await ada.submit(url, htmx=True, text=TEXT)
            assert hint.status_code == 200 and "Keep “by 14:00 UTC” with a clock" in hint.text
            assert " checked" not in hint.text
            again = await ada.submit(url, htmx=True, text=TEXT, also_by=TWO.isoformat())
            assert " checked" in again.text
            assert "checkbox" not in (await ada.submit(url, htmx=True, text="Hello Lena")).text
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.submit(url, text=TEXT)).status_code == 404


async def test_withdrawing_over_http(cast: Cast) -> None:
    case = await promised(cast)
    (clock,) = await promises(cast, case)
    url = f"/cases/{case.ref}/promises/{clock.id}/withdrawal"
    async with browser_of(cast.ada) as ada:
        empty = await ada.submit(url, htmx=True)
        assert empty.status_code == 422 and "Fill this in" in empty.text
        done = await ada.submit(url, htmx=True, reason="they asked us to wait")
        assert done.status_code == 200 and 'hx-target="#case-clocks"' in done.text


async def test_programs_promise_and_withdraw(cast: Cast) -> None:
    with time_at(MONDAY):
        opened = await a_case(cast.ada)
        async with program_of(cast.ada) as ada:
            held = await ada.post(f"/api/cases/{opened.ref}/replies", json={"text": TEXT})
            naive = await ada.post(
                f"/api/cases/{opened.ref}/replies", json={"text": TEXT, "next_update": "2026-11-16T14:00"}
            )
            assert naive.status_code == 409 and "with its zone" in naive.json()["detail"]
            assert held.status_code == 409 and "16 Nov 14:00 UTC" in held.json()["detail"]
            told = {"text": TEXT, "next_update": TWO.isoformat(), "also_by": [(TWO + timedelta(hours=1)).isoformat()]}
            assert (await ada.post(f"/api/cases/{opened.ref}/replies", json=told)).status_code == 201
            listed = (await ada.get(f"/api/cases/{opened.ref}/promises")).json()
            assert [one["state"] for one in listed] == ["open", "open"]
            url = f"/api/cases/{opened.ref}/promises/{listed[0]['id']}/withdrawal"
            assert (await ada.post(url, json={"reason": "not needed"})).json()["state"] == "withdrawn"
    await run_jobs()
