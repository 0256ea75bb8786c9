import re
from datetime import timedelta
from html import unescape

import asyncpg
import pytest
from sqlalchemy import event

from escalations.platform.db import engine
from escalations.platform.time import now
from escalations.product_groups.models import Escalation
from escalations.product_groups.queries import inbox
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.product_groups.builders import FORM, an_escalation, reload, taught
from tests.support import as_person, browser_of


async def test_the_slot_offers_the_owning_group(cast: Cast) -> None:
    case = await a_case(cast.ada, product="azure_files", resources=["/subscriptions/5f0c/shares/notes"])
    async with browser_of(cast.ada) as ada:
        slot = await ada.get(f"/cases/{case.ref}/escalations")
        assert slot.status_code == 200
        assert slot.text.strip().startswith('<div id="case-escalations">')
        assert "Escalate to Storage platform" in slot.text
        assert "/subscriptions/5f0c/shares/notes" in slot.text
        other = await ada.get(f"/cases/{case.ref}/escalations/checklist?product_group=network_platform")
        assert 'name="need_network_trace"' in other.text and 'name="need_client_version"' not in other.text


async def test_it_escalates_without_and_with_javascript(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        plain = await ada.submit(f"/cases/{case.ref}/escalations", **FORM)
        assert (plain.status_code, plain.headers["location"]) == (303, f"/cases/{case.ref}")
        again = await ada.submit(f"/cases/{case.ref}/escalations", htmx=True, **FORM)
        assert again.status_code == 409
        assert "E-1 is already with Storage platform" in again.text and FORM["asked"] in again.text
        other = await a_case(cast.ada, await a_customer(name="Brightwater Health"))
        swapped = await ada.submit(f"/cases/{other.ref}/escalations", htmx=True, **FORM)
        assert swapped.status_code == 200
        assert 'hx-target="#case-escalations"' in swapped.text and "E-2 Storage platform" in swapped.text


async def test_a_gap_keeps_what_was_typed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await taught(case, "time_range", 3)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(
            f"/cases/{case.ref}/escalations", htmx=True, **FORM | {"need_time_range": "", "reason": ""}
        )
        assert answer.status_code == 422 and "Fill this in." in answer.text
        answer = await ada.submit(f"/cases/{case.ref}/escalations", htmx=True, **FORM | {"need_time_range": "?"})
        assert answer.status_code == 422
        assert "Time range in UTC: say what you tried to find it" in answer.text
        assert FORM["tried"] in answer.text and FORM["need_client_version"] in answer.text
        answer = await ada.submit(f"/cases/{case.ref}/escalations", **FORM | {"need_time_range": "x" * 20_001})
        assert answer.status_code == 422 and "attach a file" in answer.text


async def test_what_came_back_is_there_to_be_sent_again(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        told = FORM | {"need_client_version": "unknown: csi driver 1.30, or so they think"}
        assert (await ada.submit(f"/cases/{case.ref}/escalations", **told)).status_code == 303
    escalation = await reload(cast.ada, Escalation(id=1))
    async with browser_of(cast.pia) as pia, browser_of(cast.ada) as ada:
        told = {"code": "missing_info", "missing_need": "client_version", "comment": "Which driver, please?"}
        assert (await pia.submit(f"/escalations/{escalation.ref}/return", **told)).status_code == 303
        slot = (await ada.get(f"/cases/{escalation.case_ref}/escalations")).text
        assert "returned: information is missing" in slot
        assert "csi driver 1.30" in slot and "The one escalation without it was returned for it once." in slot
        assert slot.index("need_client_version") < slot.index("need_subscription_id")


async def test_the_inbox_of_the_group(cast: Cast) -> None:
    calm = await an_escalation(cast, claimed="C")
    urgent = await an_escalation(
        cast,
        await a_case(cast.ada, await a_customer(name="Brightwater Health"), claimed="A", title="All tills are down"),
    )
    async with browser_of(cast.pia) as pia:
        landed = await pia.get("/escalations")
        assert landed.headers["location"] == f"/escalations?view=group&e={urgent.ref}"
        inbox = (await pia.get(landed.headers["location"])).text
        assert inbox.index(f"row-{urgent.ref}") < inbox.index(f"row-{calm.ref}")
        assert f'id="escalation-{urgent.ref}"' in inbox
        for key in ("a", "t", "r"):
            assert f'data-key="{key}"' in inbox
        await pia.submit(f"/escalations/{urgent.ref}/acceptance")
        inbox = (await pia.get(f"/escalations?view=group&e={calm.ref}")).text
        assert inbox.index(f"row-{calm.ref}") < inbox.index(f"row-{urgent.ref}"), "triage comes first"
        assert f'id="escalation-{calm.ref}"' in inbox
        assert (await pia.get("/escalations?e=E-99")).status_code == 404


@pytest.mark.parametrize(
    ("view", "ada_sees", "ben_sees"), [("sent", True, False), ("all", True, True), ("closed", False, False)]
)
async def test_support_sees_what_it_sent(cast: Cast, view: str, ada_sees: bool, ben_sees: bool) -> None:
    escalation = await an_escalation(cast)
    for person, sees in ((cast.ada, ada_sees), (cast.ben, ben_sees), (cast.cleo, False)):
        async with browser_of(person) as browser:
            page = await browser.get(f"/escalations?view={view}", follow_redirects=True)
            assert page.status_code == 200
            assert (f"row-{escalation.ref}" in page.text) is sees
            assert "/acceptance" not in page.text


async def test_the_page_of_one(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with browser_of(cast.pia) as pia:
        page = (await pia.get(f"/escalations/{escalation.ref}")).text
        assert "Why does the share refuse a mount" in page
        assert "escalated the case to Storage platform as E-1" in page
        assert f"/cases/{escalation.case_ref}" in page and "Harbour Foods" in page
        swapped = await pia.submit(f"/escalations/{escalation.ref}/acceptance", htmx=True)
        assert swapped.text.count("<hx-partial") == 1 and "accepted" in swapped.text
        assert "acceptance" not in swapped.text, "what is accepted cannot be accepted again"
        said = await pia.submit(f"/escalations/{escalation.ref}/comments", htmx=True, body="Which node pool is it?")
        assert said.status_code == 200 and "Which node pool is it?" in said.text
        solved = await pia.submit(
            f"/escalations/{escalation.ref}/resolution", resolution="The subnet was missing in the firewall."
        )
        assert solved.headers["location"] == f"/escalations/{escalation.ref}"
        page = (await pia.get(f"/escalations/{escalation.ref}")).text
        assert "Reopen" in page and "/resolution" not in page, "what is solved can only be opened again"


async def test_unfinished_forms_come_back(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with browser_of(cast.pia) as pia, browser_of(cast.ada) as ada:
        for verb, told in (
            ("return", {"code": "?", "comment": "No."}),
            ("resolution", {"resolution": "ok"}),
            ("comments", {"body": ""}),
        ):
            answer = await pia.submit(f"/escalations/{escalation.ref}/{verb}", htmx=True, **told)
            assert answer.status_code == 422, verb
            assert "field-error" in answer.text
        assert (await ada.submit(f"/escalations/{escalation.ref}/withdrawal", reason="")).status_code == 422
        assert (await ada.submit(f"/escalations/{escalation.ref}/withdrawal", reason="Solved.")).status_code == 303
        late = await pia.submit(f"/escalations/{escalation.ref}/comments", htmx=True, body="Wait, one question")
        assert late.status_code == 409 and "Wait, one question" in late.text
        assert (await pia.submit(f"/escalations/{escalation.ref}/acceptance")).status_code == 409
    assert (await reload(cast.ada, escalation)).state == "withdrawn"


async def test_the_outsider_and_the_auditor(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    verbs = {
        f"/cases/{escalation.case_ref}/escalations": FORM,
        f"/escalations/{escalation.ref}/acceptance": {},
        f"/escalations/{escalation.ref}/return": {"code": "duplicate", "comment": "Of another one."},
        f"/escalations/{escalation.ref}/resolution": {"resolution": "It is solved now."},
        f"/escalations/{escalation.ref}/withdrawal": {"reason": "Solved."},
        f"/escalations/{escalation.ref}/comments": {"body": "Hello there"},
        f"/escalations/{escalation.ref}/acknowledgement": {},
        f"/escalations/{escalation.ref}/question": {"question": "Which node pool is it?"},
        f"/escalations/{escalation.ref}/transfer": {"product_group": "containers", "reason": "The driver is theirs."},
        f"/escalations/{escalation.ref}/duplicate": {"of": escalation.ref},
        f"/escalations/{escalation.ref}/snooze": {"until": "2030-01-01T10:00", "reason": "Later."},
        f"/escalations/{escalation.ref}/awakening": {},
        f"/escalations/{escalation.ref}/mitigation": {
            "workaround": "Use the old key.",
            "fix_due_at": "2030-01-01T10:00",
        },
        f"/escalations/{escalation.ref}/engineering-issue": {"title": "Mounts fail"},
        f"/escalations/{escalation.ref}/answer": {"answer": "The second one."},
        f"/escalations/{escalation.ref}/closure": {},
        f"/escalations/{escalation.ref}/reopening": {"reason": "It came back."},
        f"/escalations/{escalation.ref}/cases": {"case": escalation.case_ref},
        f"/escalations/{escalation.ref}/case-removals": {"case": escalation.case_ref},
    }
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        for url, told in verbs.items():
            assert (await cleo.submit(url, **told)).status_code == 404, url
            assert (await otto.submit(url, **told)).status_code == 403, url
        assert (await cleo.get(f"/escalations/{escalation.ref}")).status_code == 404
        assert (await cleo.get(f"/cases/{escalation.case_ref}/escalations")).status_code == 404
        page = (await otto.get(f"/escalations/{escalation.ref}")).text
        assert "verbs-bar" not in page and "comment-form" not in page
        assert "escalate-form" not in (await otto.get(f"/cases/{escalation.case_ref}/escalations")).text


async def test_all_decisions_work_without_javascript(cast: Cast) -> None:
    first = await an_escalation(cast, claimed="C")
    second = await an_escalation(cast, await a_case(cast.ada, await a_customer(name="Brightwater Health")))
    tomorrow = f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    soon = f"{now() + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    at = f"/escalations/{first.ref}"
    async with browser_of(cast.pia) as pia, browser_of(cast.ada) as ada:
        for browser, verb, told in (
            (pia, "acknowledgement", {}),
            (pia, "snooze", {"until": soon, "reason": "After lunch."}),
            (pia, "awakening", {}),
            (pia, "question", {"question": "Which node pool is it?"}),
            (ada, "answer", {"answer": "The second one."}),
            (ada, "cases", {"case": (await a_case(cast.ada, await a_customer(name="Carraway Bank"))).ref}),
            (pia, "mitigation", {"workaround": "Mount with the old key.", "fix_due_at": tomorrow}),
            (pia, "resolution", {"resolution": "Fixed in driver 1.31."}),
            (ada, "closure", {}),
            (ada, "reopening", {"reason": "It came back today."}),
            (pia, "duplicate", {"of": second.ref, "comment": "The same share."}),
        ):
            answer = await browser.submit(f"{at}/{verb}", **told)
            assert (answer.status_code, answer.headers.get("location")) == (303, at), verb
        page = (await ada.get(at)).text
        assert "duplicate of E-2" in page and "Which node pool is it?" in page and "The second one." in page
        moved = await pia.submit(
            f"/escalations/{second.ref}/transfer", product_group="containers", reason="The driver is theirs."
        )
        assert moved.status_code == 303
        assert "you decide for Storage platform" in (await pia.get(f"/escalations/{second.ref}")).text
        again = await ada.submit(f"{at}/answer", htmx=True, answer="One more thing")
        assert again.status_code == 409 and "One more thing" in again.text


async def test_text_from_outside_stays_text(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.submit(
            f"/cases/{case.ref}/escalations",
            **FORM | {"asked": "<script>alert(1)</script> why?", "need_time_range": "<b>06:00</b>"},
        )
        page = (await ada.get("/escalations/E-1")).text
        assert "<script>alert" not in page and "<b>06:00" not in page


async def test_a_new_row_does_not_change_what_is_being_decided(cast: Cast) -> None:
    escalation = await an_escalation(cast, claimed="C")
    async with browser_of(cast.pia) as pia:
        before = await pia.get("/escalations", follow_redirects=True)
        worse = await a_case(cast.ada, await a_customer(name="Brightwater Health"), claimed="A")
        await an_escalation(cast, worse)
        after = await pia.get(str(before.url))
        assert f'id="escalation-{escalation.ref}"' in after.text and 'id="row-E-2"' in after.text


async def test_an_inbox_is_read_in_one_statement(cast: Cast) -> None:
    for name in ("Harbour Foods", "Brightwater Health", "Carraway Bank"):
        await an_escalation(cast, await a_case(cast.ada, await a_customer(name=name)))
    asked: list[str] = []
    async with as_person(cast.pia) as db:
        await db.connection()
        event.listen(engine().sync_engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        assert len(await inbox(db, cast.pia, "group")) == 3
    assert len(asked) == 1


async def test_an_inbox_goes_on_behind_its_last_row(cast: Cast, admin: asyncpg.Connection) -> None:
    """Whatever the size of a page, its pages together are the whole inbox in the one order, those without a clock included."""
    for number in range(7):
        await an_escalation(
            cast, await a_case(cast.ada, await a_customer(name=f"Customer {number}"), claimed="ABC"[number % 3])
        )
    await admin.execute("UPDATE escalation SET state = (ARRAY['submitted', 'acknowledged', 'transferred'])[1 + id % 3]")
    await admin.execute("UPDATE clock SET state = 'cancelled', wake_at = NULL WHERE escalation_id % 2 = 0")
    for view in ("group", "closed"):
        async with as_person(cast.pia) as db:
            whole = [line.ref for line in await inbox(db, cast.pia, view)]
            shown, after = list[str](), ""
            while some := await inbox(db, cast.pia, view, after=after, limit=2):
                shown += [line.ref for line in some]
                after = shown[-1]
        assert len(whole) == 7 and shown == whole, view
        await admin.execute(
            "UPDATE escalation SET state = 'withdrawn', closed_at = now() - id % 3 * interval '1 h', closing_note = 'no more'"
        )


async def test_a_long_inbox_is_a_page_at_a_time(
    cast: Cast, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("escalations.product_groups.routes.inbox.PAGE", 2)
    for number in range(3):
        await an_escalation(cast, await a_case(cast.ada, await a_customer(name=f"Customer {number}")))
    async with browser_of(cast.pia) as pia:
        first = (await pia.get("/escalations?e=E-3")).text
        assert re.findall('id="row-(E-[0-9]+)"', first) == ["E-1", "E-2"]
        assert 'class="group-head">To be triaged</h2>' in first, "how many more there are is not known"
        further = unescape(re.findall('<a class="button" href="([^"]*)" rel="next">Further down', first)[0])
        assert further == "/escalations?view=group&after=E-2&e=E-3", "what is being decided stays"
        second = (await pia.get(further)).text
        assert re.findall('id="row-(E-[0-9]+)"', second) == ["E-3"]
        assert "Back to the beginning" in second and "Further down" not in second
        assert 'href="/escalations?view=group&amp;after=E-2&amp;e=E-3"' in second, "a row keeps its page"
        gone = await pia.get("/escalations?after=nonsense&e=E-3")
    assert gone.status_code == 404


async def test_an_empty_inbox_says_what_would_be_there(cast: Cast) -> None:
    async with browser_of(cast.pia) as pia, browser_of(cast.ada) as ada:
        assert "Nothing waits for your group" in (await pia.get("/escalations")).text
        assert "You have sent nothing" in (await ada.get("/escalations")).text
