import json
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, or_, select

from escalations.cases.actions import add_note, close_case
from escalations.cases.macros.actions import MacroText, add_macro
from escalations.cases.queries import case_for
from escalations.desk.presenting import spaced, trail_lines
from escalations.desk.queries import Sought, events_sought, trail_for
from escalations.desk.refs import called, page_of, page_of_subject, subject_of
from escalations.platform.errors import NotFound
from escalations.platform.events import EventRow
from tests.cast import Cast
from tests.desk.scenes import live_topics, owned, waiting
from tests.support import as_person, browser_of, program_of


async def worked_on(cast: Cast, boundary: str = "public") -> str:
    """The subject of a case with a life behind it."""
    case = await owned(cast, boundary)
    await waiting(cast, case)
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref, lock=True)
        await add_note(db, row, "They use the old driver.", by=cast.dora)
        await close_case(db, row, "fixed", "The new driver works.", by=cast.dora)
    return case.subject


async def test_the_trail_of_a_case_is_complete(cast: Cast) -> None:
    subject = await worked_on(cast)
    async with as_person(cast.ada) as db:
        told = await trail_for(db, cast.ada, subject)
        everything = select(EventRow.id).where(or_(col(EventRow.thread) == subject, col(EventRow.subject) == subject))
        assert {row.id for row in told} == set((await db.exec(everything)).all())
    actions = [row.action for row in told]
    assert actions[-1] == "CaseOpened" and {
        "CaseRouted",
        "CaseAssigned",
        "WaitStarted",
        "NoteAdded",
        "CaseClosed",
        "ClockStarted",
    } <= set(actions)
    assert [row.id for row in told] == sorted((row.id for row in told), reverse=True)


async def test_the_page_shows_who_when_what_and_all_that_was_recorded(cast: Cast) -> None:
    subject = await worked_on(cast)
    async with browser_of(cast.otto) as browser:
        html = (await browser.get(f"/audit/{subject}")).text
    async with as_person(cast.otto) as db:
        lines = trail_lines(await trail_for(db, cast.otto, subject), ZoneInfo("Asia/Tokyo"))
    for line in lines:
        assert f'id="event-{line.id}"' in html and line.when.endswith("JST") and line.when.count(":") == 2
    assert "closed the case: fixed" in html and "added an internal note" in html and live_topics(html) == [subject]
    closed = next(line for line in lines if line.action == "Case closed")
    assert json.loads(closed.particulars) == {"resolution": "fixed"} and closed.who_url == f"/people/{cast.dora.ref}"
    assert "They use the old driver." not in html, "a trail holds facts, never texts"


async def test_older_pages_follow_without_gap(cast: Cast) -> None:
    subject = await worked_on(cast)
    async with as_person(cast.ada) as db:
        whole = [row.id for row in await trail_for(db, cast.ada, subject)]
        paged: list[int] = []
        while rows := await trail_for(db, cast.ada, subject, before=paged[-1] if paged else None, limit=3):
            paged += [row.id for row in rows]
    assert paged == whole


async def test_the_trail_of_a_case_out_of_sight_is_not_there(cast: Cast) -> None:
    american = await worked_on(cast, "usgov")
    for person, status in ((cast.ada, 200), (cast.cleo, 404), (cast.otto, 404), (cast.pia, 404)):
        async with browser_of(person) as browser:
            assert (await browser.get(f"/audit/{american}")).status_code == status, person.name
            assert (await browser.get("/audit/case/999999")).status_code == 404
            assert (await browser.get("/audit/case/x")).status_code == 404
            assert (await browser.get("/audit/nothing/1")).status_code == 404


async def test_the_request_is_named(cast: Cast) -> None:
    case = await owned(cast)
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit(f"/cases/{case.ref}/notes", text="Seen.")
        assert answer.status_code == 303
        assert answer.headers["X-Request-Id"] in (await browser.get(f"/audit/{case.subject}")).text


async def test_what_happened_to_people_is_for_themselves_and_auditors(cast: Cast) -> None:
    async with browser_of(cast.ada), browser_of(cast.ben) as ben, browser_of(cast.otto) as otto:
        assert (await ben.get(f"/audit/{cast.ada.subject}")).status_code == 404
        assert (await ben.get(f"/audit/{cast.ben.subject}")).status_code == 200
        assert "signed in" in (await otto.get(f"/audit/{cast.ada.subject}")).text


async def test_what_is_of_a_person_and_of_a_boundary_is_not_for_colleagues_either(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben, browser_of(cast.otto) as otto:
        assert (await ada.submit("/me/calendar-keys")).status_code == 200
        for subject in (cast.ada.subject, "calendar_key/1"):
            assert "made a calendar address" in (await ada.get(f"/audit/{subject}")).text
            assert (await ben.get(f"/audit/{subject}")).status_code == 404
            assert "made a calendar address" in (await otto.get(f"/audit/{subject}")).text


async def test_a_macro_of_ones_own_has_no_trail_for_others(cast: Cast) -> None:
    text = MacroText(name="Ask for the trace", kind="reply", body="Please send us the trace.")
    async with as_person(cast.ada) as db:
        mine = await add_macro(db, text, private=True, by=cast.ada)
        ours = await add_macro(db, text, private=False, by=cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben, browser_of(cast.dora) as dora:
        for macro, status in ((mine, 404), (ours, 200)):
            assert (await ada.get(f"/audit/{macro.subject}")).status_code == 200
            assert (await ben.get(f"/audit/{macro.subject}")).status_code == status
            assert (await dora.get(f"/audit/{macro.subject}")).status_code == 200


async def test_a_list_that_somebody_keeps_to_themselves_has_no_trail_for_others(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        await ada.submit("/views", name="Who leaves us next", q="sev:a")
        await ada.submit("/views", name="Storage at night", q="family:storage", team="storage")
        assert "Who leaves us next" in (await ada.get("/audit/view/1")).text
    async with browser_of(cast.ben) as ben, program_of(cast.cleo) as cleo, browser_of(cast.dora) as dora:
        assert (await ben.get("/audit/view/1")).status_code == 404
        assert (await cleo.get("/api/audit/view/1")).status_code == 404
        assert "Who leaves us next" in (await dora.get("/audit/view/1")).text
        assert "Storage at night" in (await ben.get("/audit/view/2")).text


async def test_a_list_of_a_team_has_no_trail_for_other_teams(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        await ada.submit("/views", name="Storage at night", q="family:storage", team="storage")
    async with browser_of(cast.ben) as ben, browser_of(cast.comm) as comm, program_of(cast.comm) as program:
        assert "Storage at night" in (await ben.get("/audit/view/1")).text
        for trail in (await comm.get("/audit/view/1"), await program.get("/api/audit/view/1")):
            assert trail.status_code == 404 and "Storage at night" not in trail.text


async def test_the_audit_of_everything_is_for_those_who_read_it(cast: Cast) -> None:
    public, american = await owned(cast), await owned(cast, "usgov")
    for person in cast.everyone:
        async with browser_of(person) as browser:
            answer = await browser.get("/audit")
        assert answer.status_code == (200 if person.may("read_audit") else 404), person.name
        if person is cast.otto:
            assert f">{public.ref}</a>" in answer.text and f">{american.ref}</a>" not in answer.text


async def test_the_audit_is_narrowed_by_action_actor_and_thing(cast: Cast) -> None:
    case, other = await owned(cast), await owned(cast)
    await waiting(cast, case)
    async with browser_of(cast.dora) as browser:
        html = (await browser.get(f"/audit?action=WaitStarted&actor=dora&about={case.ref}")).text
        assert html.count('id="event-') == 1 and "waits for the customer" in html and f">{other.ref}</a>" not in html
        assert "Nothing like that happened" in (await browser.get("/audit?actor=Zaphod")).text
        assert (await browser.get("/audit?before=x")).status_code == 404
    async with as_person(cast.dora) as db:
        by_ref = await events_sought(db, Sought(actor=cast.dora.ref, about=f"case/{case.id}"))
        by_name = await events_sought(db, Sought(actor="dor", about=case.ref.lower()))
        assert [row.id for row in by_ref] == [row.id for row in by_name] != []
        everything = await events_sought(db, Sought())
        assert [row.id for row in await events_sought(db, Sought(), before=everything[0].id, limit=2)] == [
            row.id for row in everything[1:3]
        ]


@pytest.mark.parametrize(
    ("text", "page", "subject"),
    [
        ("C-12", "/cases/C-12", "case/12"), (" i-3 ", "/incidents/I-3", "incident/3"), ("KI-4", "/known-issues/KI-4", "known_issue/4"),
        ("E-5", "/escalations/E-5", "escalation/5"), ("cu-6", "/customers/CU-6", "customer/6"), ("P-7", "/people/P-7", "person/7"),
        ("case/12", None, "case/12"), ("C-x", None, None), ("C-12 is down", None, None), ("AADSTS-50011", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_a_reference_names_one_thing(text: str, page: str | None, subject: str | None) -> None:
    assert (page_of(text), subject_of(text)) == (page, subject)


def test_subjects_are_called_as_people_call_them() -> None:
    assert called("case/12") == "C-12" and page_of_subject("case/12") == "/cases/C-12"
    assert called("clock/4") == "clock 4" and page_of_subject("clock/4") is None and page_of_subject("case/x") is None
    assert spaced("CaseOpened") == "Case opened"


async def test_a_trail_that_is_not_there_is_not_found(cast: Cast) -> None:
    async with as_person(cast.ada) as db:
        with pytest.raises(NotFound, match="no trail of incident 4"):
            await trail_for(db, cast.ada, "incident/4")
