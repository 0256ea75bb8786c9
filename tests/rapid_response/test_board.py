from datetime import timedelta

from sqlalchemy import event

from escalations.cases.actions import close_case, reopen_case, reply_to_customer
from escalations.cases.queries import case_for
from escalations.platform.db import engine
from escalations.platform.time import now, time_at
from escalations.rapid_response.actions import request_rapid_response
from escalations.rapid_response.presenting import board
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.product_groups.builders import an_escalation
from tests.rapid_response.builders import REASON, a_covered_case
from tests.support import as_person, browser_of, program_of


async def test_covered_open_cases_the_worst_first(cast: Cast) -> None:
    calm = await a_covered_case(cast, "Carraway Bank", claimed="C")
    worst = await a_covered_case(cast, "Nordhavn Rail", claimed="A")
    await a_case(cast.ada, await a_customer(name="Harbour Foods"), claimed="A")
    closed = await a_covered_case(cast, "Brightwater Health")
    async with as_person(cast.ada) as db:
        await close_case(db, await case_for(db, cast.ada, closed.ref), "fixed", "It was the firewall.", by=cast.ada)
    async with as_person(cast.rex) as db:
        found = await board(db)
    assert [one.line.ref for one in found.ranked] == [worst.ref, calm.ref]
    assert found.why_first.startswith(f"Nordhavn Rail ({worst.ref}) is first: severity A")


async def test_everything_that_counts_is_counted(cast: Cast) -> None:
    case = await a_covered_case(cast, claimed="B")
    async with as_person(cast.ada) as db:
        found = await case_for(db, cast.ada, case.ref)
        await close_case(db, found, "fixed", "It was the firewall.", by=cast.ada)
        await reopen_case(db, found, "It came back.", by=cast.ada)
        await request_rapid_response(db, found, REASON, by=cast.ada)
    await an_escalation(cast, case)
    with time_at(now() + timedelta(hours=30)):
        async with as_person(cast.rex) as db:
            one = (await board(db)).ranked[0]
    for fact in (
        "severity B 18",
        "no word from us for 1 d 6 h 18",
        "reopened 1 × 6",
        "a product group has it 8",
        "nobody has taken it 16",
    ):
        assert fact in one.sum
    assert one.engagement == "requested"


async def test_a_reply_ends_the_silence(cast: Cast) -> None:
    case = await a_covered_case(cast)
    later = now() + timedelta(hours=20)
    with time_at(later):
        async with as_person(cast.ada) as db:
            silent = (await board(db)).ranked[0].points
            await reply_to_customer(db, await case_for(db, cast.ada, case.ref), "We are on it.", by=cast.ada)
            await db.flush()
            assert (await board(db)).ranked[0].points < silent - 17


async def test_the_board_is_one_statement(cast: Cast) -> None:
    for number in range(4):
        await a_covered_case(cast, f"Customer {number}")
    asked: list[str] = []
    async with as_person(cast.rex) as db:
        await db.connection()
        event.listen(engine().sync_engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        assert len((await board(db)).ranked) == 4
    assert len([statement for statement in asked if "support_case" in statement]) == 1


async def test_the_page(cast: Cast) -> None:
    async with browser_of(cast.rex) as rex:
        assert "No covered customer has an open case" in (await rex.get("/rapid-response")).text
        case = await a_covered_case(cast)
        page = (await rex.get("/rapid-response")).text
        assert f'id="board-{case.ref}"' in page and "is first: severity A" in page
        assert "topic=rapid_response" in page
        german = (await rex.get("/rapid-response", headers={"accept-language": "de"})).text
        assert "Als Nächstes" in german and "Next up" not in german
    async with browser_of(cast.cleo) as cleo:
        assert case.ref not in (await cleo.get("/rapid-response")).text


async def test_the_slot_and_its_verbs(cast: Cast) -> None:
    case = await a_covered_case(cast)
    url = f"/cases/{case.ref}"
    async with browser_of(cast.ada) as ada, browser_of(cast.rex) as rex:
        slot = await ada.get(f"{url}/cover")
        assert slot.text.strip().startswith('<div id="case-cover">')
        assert "and this is severity A." in slot.text and "Ask rapid response" in slot.text
        assert (await ada.submit(f"{url}/rapid-response", htmx=True, reason="Help")).status_code == 422
        asked = await ada.submit(f"{url}/rapid-response", htmx=True, reason=REASON)
        assert asked.status_code == 200 and 'hx-target="#case-cover"' in asked.text and "due in" in asked.text
        assert (await ada.submit(f"{url}/rapid-response", reason=REASON)).status_code == 303
        assert "Take it for rapid response" not in asked.text
        assert "Take it for rapid response" in (await rex.get(f"{url}/cover")).text
        taken = await rex.submit(f"{url}/rapid-response/engagement", htmx=True)
        assert "Rex leads" in taken.text and "Promised update" in taken.text
        assert (await ada.submit(f"{url}/rapid-response/stand-down", note="Enough now.")).status_code == 403
        assert (await rex.submit(f"{url}/rapid-response/stand-down", htmx=True, note="")).status_code == 422
        ended = await rex.submit(
            f"{url}/rapid-response/stand-down", htmx=True, note="Mitigated; Ada goes on.", learned="Ask first."
        )
        assert "Mitigated; Ada goes on." in ended.text


async def test_a_refused_request_keeps_what_was_typed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        assert "has no rapid-response cover" in (await ada.get(f"/cases/{case.ref}/cover")).text
        answer = await ada.submit(f"/cases/{case.ref}/rapid-response", htmx=True, reason=REASON)
        assert answer.status_code == 409 and REASON in answer.text and "has no rapid-response cover" in answer.text


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    case = await a_covered_case(cast)
    verbs = {
        "rapid-response": {"reason": REASON},
        "rapid-response/engagement": {},
        "rapid-response/stand-down": {"note": "Enough now."},
    }
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        for verb, told in verbs.items():
            assert (await cleo.submit(f"/cases/{case.ref}/{verb}", **told)).status_code == 404
            assert (await otto.submit(f"/cases/{case.ref}/{verb}", **told)).status_code == 403
        assert (await cleo.get(f"/cases/{case.ref}/cover")).status_code == 404
        assert "data-opens" not in (await otto.get(f"/cases/{case.ref}/cover")).text


async def test_programs(cast: Cast) -> None:
    case = await a_covered_case(cast)
    async with program_of(cast.ada) as support, program_of(cast.rex) as rapid, program_of(cast.cleo) as outsider:
        asked = await support.post(f"/api/cases/{case.ref}/rapid-response", json={"reason": REASON})
        assert asked.status_code == 201 and asked.json()["state"] == "requested"
        first = (await rapid.get("/api/rapid-response")).json()
        assert (
            first["lines"][0] | {"ref": case.ref, "customer": "Nordhavn Rail", "engagement": "requested"}
            == first["lines"][0]
        )
        assert (await support.post(f"/api/cases/{case.ref}/rapid-response/engagement")).status_code == 403
        assert (await rapid.post(f"/api/cases/{case.ref}/rapid-response/engagement")).json()["state"] == "engaged"
        ended = await rapid.post(
            f"/api/cases/{case.ref}/rapid-response/stand-down", json={"note": "Mitigated.", "learned": "Ask first."}
        )
        assert ended.json() | {"state": "stood_down", "stand_down_note": "Mitigated."} == ended.json()
        assert (await outsider.get("/api/rapid-response")).json() == {"why_first": "", "lines": [], "left_out": 0}
        assert (
            await outsider.post(f"/api/cases/{case.ref}/rapid-response", json={"reason": REASON})
        ).status_code == 404
