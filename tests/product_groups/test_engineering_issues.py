"""One engineering issue, many escalations and cases: what becomes of it reaches all of them."""

import pytest

from escalations.cases.queries import case_for, entries_of
from escalations.cases.queries.prepared import prepared_reply
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.product_groups.actions import (
    fix_engineering_issue,
    link_to_issue,
    open_engineering_issue,
    reopen_engineering_issue,
    unlink_from_issue,
)
from escalations.product_groups.models import EngineeringIssue, Escalation
from escalations.product_groups.queries import escalation_for, issue_for
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.product_groups.builders import GROUP, an_escalation, case_of, recorded, reload
from tests.support import as_person, browser_of, program_of, run_jobs


async def an_issue(cast: Cast, *escalations: Escalation) -> EngineeringIssue:
    async with as_person(cast.pia) as db:
        issue = await open_engineering_issue(db, "public", GROUP, "Mounts fail after a key rotation", "", by=cast.pia)
        for one in escalations:
            await link_to_issue(db, issue, await escalation_for(db, cast.pia, one.ref), by=cast.pia)
    return issue


async def two_escalations(cast: Cast) -> list[Escalation]:
    other = await a_case(cast.ada, await a_customer(name="Brightwater Health"))
    return [await an_escalation(cast), await an_escalation(cast, other)]


async def test_a_fix_closes_the_loop_on_all_of_them(cast: Cast) -> None:
    both = await two_escalations(cast)
    issue = await an_issue(cast, *both)
    async with as_person(cast.pia) as db:
        found = await issue_for(db, cast.pia, issue.ref)
        for _ in range(2):
            await fix_engineering_issue(db, found, "Driver 1.31 keeps the session.", by=cast.pia)
    await run_jobs()
    for one in both:
        assert (await reload(cast.ada, one)).state == "resolved"
        async with as_person(cast.ada) as db:
            case = await case_for(db, cast.ada, one.case_ref)
            assert case.turn == "close_the_loop" and "Driver 1.31" in (await entries_of(db, case))[-1].body
            assert (await prepared_reply(db, case)) is not None
    assert await recorded(issue.subject) == [
        "EngineeringIssueOpened", "EscalationLinkedToIssue", "EscalationLinkedToIssue", "EngineeringIssueFixed",
    ]  # fmt: skip
    async with as_person(cast.pia) as db:
        found = await issue_for(db, cast.pia, issue.ref)
        for _ in range(2):
            await reopen_engineering_issue(db, found, "It fails again with driver 1.31.", by=cast.pia)
    await run_jobs()
    assert [(await reload(cast.ada, one)).state for one in both] == ["submitted", "submitted"], "nobody had taken them"
    assert (await case_of(cast.ada, both[0])).turn == "product_group"


async def test_contradictions_are_refused_in_words(cast: Cast) -> None:
    first, second = await two_escalations(cast)
    issue, other = await an_issue(cast, first), await an_issue(cast)
    async with as_person(cast.pia) as db:
        one = await issue_for(db, cast.pia, issue.ref)
        two = await issue_for(db, cast.pia, other.ref)
        held = await escalation_for(db, cast.pia, first.ref)
        await link_to_issue(db, one, held, by=cast.pia)
        with pytest.raises(Refused, match="is linked to EI-1"):
            await link_to_issue(db, two, held, by=cast.pia)
        for _ in range(2):
            await unlink_from_issue(db, one, held, by=cast.pia)
        await link_to_issue(db, two, held, by=cast.pia)
        await fix_engineering_issue(db, one, "Fixed without any.", by=cast.pia)
        with pytest.raises(Refused, match="Only what is open is linked"):
            await link_to_issue(db, one, await escalation_for(db, cast.pia, second.ref), by=cast.pia)
    for person in (cast.ada, cast.otto):
        async with as_person(person) as db:
            with pytest.raises(NotAllowed):
                await fix_engineering_issue(db, await issue_for(db, person, other.ref), "I say so.", by=person)
    async with as_person(cast.cleo) as db:
        with pytest.raises(NotFound):
            await issue_for(db, cast.cleo, issue.ref)


async def test_the_pages_of_an_issue(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with browser_of(cast.pia) as pia, browser_of(cast.ada) as ada, browser_of(cast.otto) as otto:
        url = f"/escalations/{escalation.ref}/engineering-issue"
        assert (await pia.submit(url, htmx=True)).status_code == 422
        assert (await pia.submit(url, title="Mounts fail after rotation")).status_code == 303
        shown = (await pia.get("/engineering-issues/EI-1")).text
        assert "Harbour Foods" in shown and escalation.case_ref in shown and "verbs-bar" in shown
        assert "verbs-bar" not in (await ada.get("/engineering-issues/EI-1")).text
        assert "Mounts fail after rotation" in (await ada.get("/engineering-issues")).text
        assert "keeps no issues in an outside tracker" in (await ada.get("/engineering-issues/EI-1/tracker")).text
        assert (await otto.submit("/engineering-issues/EI-1/fix", outcome="I say it is fixed.")).status_code == 403
        assert (await pia.submit("/engineering-issues/EI-1/fix", htmx=True, outcome="No")).status_code == 422
        assert (await pia.submit("/engineering-issues/EI-1/fix", outcome="Fixed in driver 1.31.")).status_code == 303
        late = await pia.submit("/engineering-issues/EI-1/refusal", htmx=True, outcome="It is documented so.")
        assert late.status_code == 409 and "It is documented so." in late.text
        assert (await pia.submit("/engineering-issues/EI-1/reopening", reason="It still fails.")).status_code == 303


async def test_programs_have_all_verbs(cast: Cast) -> None:
    first, second = await two_escalations(cast)
    third = await a_case(cast.ada, await a_customer(name="Carraway Bank"))
    async with program_of(cast.ada) as support, program_of(cast.pia) as group:

        async def state(program: object, verb: str, **told: object) -> str:
            answer = await program.post(f"/api/escalations/{first.ref}/{verb}", json=told or None)  # type: ignore[attr-defined]
            assert answer.status_code == 201, (verb, answer.text)
            return str(answer.json().get("state"))

        assert await state(group, "acknowledgement") == "acknowledged"
        await state(group, "question", question="Which node pool is it?")
        assert await state(support, "answer", answer="The second.") == "acknowledged"
        assert await state(support, "cases", case=third.ref) == "acknowledged"
        assert await state(support, "case-removals", case=third.ref) == "acknowledged"
        assert await state(group, "acceptance") == "accepted"
        naive = await group.post(
            f"/api/escalations/{first.ref}/snooze", json={"until": "2026-11-22T08:00", "reason": "later"}
        )
        assert naive.status_code == 409 and "with its zone" in naive.json()["detail"]
        assert await state(group, "awakening") == "accepted"
        fixed_by = (first.opened_at.replace(year=first.opened_at.year)).isoformat().replace("+00:00", "Z")
        early = await group.post(
            f"/api/escalations/{first.ref}/mitigation", json={"workaround": "Use the old key.", "fix_due_at": fixed_by}
        )
        assert early.status_code == 409
        assert await state(group, "resolution", resolution="Fixed in the driver.") == "resolved"
        assert await state(support, "closure") == "closed"
        assert await state(support, "reopening", reason="It came back.") == "accepted"
        assert (
            await state(group, "transfer", product_group="containers", reason="The driver is theirs.") == "transferred"
        )
        made = await group.post(
            "/api/engineering-issues", json={"boundary": "public", "product_group": GROUP, "title": "Mounts fail"}
        )
        assert made.json()["ref"] == "EI-1"
        hidden = {"boundary": "france", "product_group": GROUP, "title": "Mounts fail"}
        assert (await group.post("/api/engineering-issues", json=hidden)).status_code == 404
        assert (await group.post(f"/api/engineering-issues/EI-1/escalations/{second.ref}")).status_code == 201
        assert (await support.get("/api/engineering-issues/EI-1")).json()["escalations"] == [second.ref]
        assert (await support.get("/api/engineering-issues")).json()[0]["cases"] == 1
        assert (await group.post(f"/api/engineering-issues/EI-1/escalations/{second.ref}/removal")).status_code == 201
        for verb, body in (
            ("refusal", {"outcome": "It is documented so."}),
            ("reopening", {"reason": "It is not."}),
            ("fix", {"outcome": "Fixed after all."}),
        ):
            assert (await group.post(f"/api/engineering-issues/EI-1/{verb}", json=body)).status_code == 201, verb
        copy = await an_escalation(cast, third)
        told = await group.post(f"/api/escalations/{copy.ref}/duplicate", json={"of": second.ref})
        assert told.json()["duplicate_of_ref"] == second.ref
    await run_jobs()
