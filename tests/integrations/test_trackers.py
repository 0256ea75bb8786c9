"""An issue here and its work item there: made once, kept in step both ways, whatever is down, slow or said twice."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from escalations.integrations.trackers.actions import NewTracker, add_key, add_tracker, switch_tracker
from escalations.integrations.trackers.models import Tracker
from escalations.integrations.trackers.queries import delivery_with_id, item_of, tracker_for
from escalations.integrations.trackers.sweeps import sweep_trackers
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.settings import settings
from escalations.platform.time import now, time_at
from escalations.product_groups.actions import (
    decline_engineering_issue,
    fix_engineering_issue,
    link_to_issue,
    open_engineering_issue,
)
from escalations.product_groups.models import EngineeringIssue
from escalations.product_groups.queries import escalation_for, issue_for
from tests.cast import Cast
from tests.integrations.outside import Outside, outside
from tests.product_groups.builders import GROUP, an_escalation, case_of, recorded, reload
from tests.support import app, as_person, as_system, browser_of, run_jobs

PROJECTS = {"github": "contoso/storage", "azure_devops": "contoso/Storage", "jira": "STO"}
KINDS = list(PROJECTS)


@pytest.fixture(autouse=True)
def this_machine_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "feed_hosts", ("127.0.0.1",))


async def a_tracker(by: Person, there: Outside) -> tuple[Tracker, str]:
    new = NewTracker(
        name="The board", kind=there.kind, boundary="public", product_group=GROUP, base_url=there.url, project=PROJECTS[there.kind],
        token="a token of the board", login="bot@contoso.example",
    )  # fmt: skip
    async with as_person(by) as db:
        return await add_tracker(db, new, by=by)


async def an_issue(cast: Cast) -> EngineeringIssue:
    async with as_person(cast.pia) as db:
        return await open_engineering_issue(
            db, "public", GROUP, "Mounts fail after a key rotation", "Seen in 4.2", by=cast.pia
        )


async def linked(cast: Cast, issue: EngineeringIssue) -> Any:
    escalation = await an_escalation(cast)
    async with as_person(cast.pia) as db:
        found = await escalation_for(db, cast.pia, escalation.ref)
        await link_to_issue(db, await issue_for(db, cast.pia, issue.ref), found, by=cast.pia)
    return escalation


def news(
    kind: str, *, closed: bool, declined: bool = False, at: str = "2026-11-22T08:00:00Z", number: int = 1
) -> bytes:
    told: dict[str, Any]
    if kind == "github":
        state = {"state": "closed" if closed else "open", "state_reason": "not_planned" if declined else "completed"}
        told = {
            "action": "edited",
            "issue": {"number": number, "updated_at": at, **state},
            "repository": {"full_name": "contoso/storage"},
        }
    elif kind == "jira":
        status = {"statusCategory": {"key": "done" if closed else "new"}}
        resolution = {"name": "Won't Do" if declined else "Done"} if closed else None
        when = int(datetime.fromisoformat(at).timestamp() * 1000)
        told = {
            "timestamp": when,
            "issue": {"key": f"STO-{number}", "fields": {"status": status, "resolution": resolution}},
        }
    else:
        fields = {
            "System.State": "Closed" if closed else "Active",
            "System.Reason": "As Designed" if declined else "Fixed",
        }
        told = {
            "eventType": "workitem.updated",
            "createdDate": at,
            "resource": {"workItemId": number, "revision": {"fields": fields}},
        }
    return json.dumps(told).encode()


async def deliver(tracker: Tracker, secret: str, body: bytes, sent_key: str = "") -> int:
    signed = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "github": {"X-Hub-Signature-256": signed, "X-GitHub-Delivery": sent_key or hashlib.sha256(body).hexdigest()},
        "jira": {"X-Hub-Signature": signed},
        "azure_devops": {"Authorization": "Basic " + base64.b64encode(f"hook:{secret}".encode()).decode()},
    }[tracker.kind]
    transport = httpx.ASGITransport(app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as sender:
        answer = await sender.post(f"/inbound/trackers/public/{tracker.key}", content=body, headers=headers)
    return answer.status_code


@pytest.mark.parametrize("kind", KINDS)
async def test_an_issue_goes_out_and_its_end_comes_back(cast: Cast, kind: str) -> None:
    async with outside(kind) as there:
        tracker, secret = await a_tracker(cast.adam, there)
        issue = await an_issue(cast)
        escalation = await linked(cast, issue)
        await run_jobs()
        assert len(there.items) == 1
        said = json.dumps(there.items)
        assert "Mounts fail after a key rotation" in said and "1 escalation and 1 case wait" in said
        assert "Harbour Foods" not in said and "delivery notes" not in said, "nothing of a customer leaves"
        assert "WorkItemMade" in await recorded(issue.subject)
        assert await deliver(tracker, secret, news(kind, closed=True)) == 202
        await run_jobs()
    async with as_person(cast.pia) as db:
        assert (await issue_for(db, cast.pia, issue.ref)).state == "fixed"
    solved = await reload(cast.ada, escalation)
    assert solved.state == "resolved" and "The board" in solved.closing_note
    assert (await case_of(cast.ada, escalation)).turn == "close_the_loop"


@pytest.mark.parametrize("kind", KINDS)
async def test_what_ends_here_ends_there_and_comes_back_open(cast: Cast, kind: str) -> None:
    async with outside(kind) as there:
        tracker, secret = await a_tracker(cast.adam, there)
        issue = await an_issue(cast)
        await run_jobs()
        async with as_person(cast.pia) as db:
            await fix_engineering_issue(
                db, await issue_for(db, cast.pia, issue.ref), "Fixed in driver 1.31.", by=cast.pia
            )
        await run_jobs()
        item = there.items["1"]
        assert "closed" in (item.get("state"), str(item.get("System.State")).lower()) or item.get("done") == "done"
        assert await deliver(tracker, secret, news(kind, closed=False)) == 202
        await run_jobs()
        async with as_person(cast.pia) as db:
            assert (await issue_for(db, cast.pia, issue.ref)).state == "open"
        assert item.get("state") == "open" or item.get("System.State") == "Active" or item.get("done") == "new"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_lost_answer_makes_no_second_work_item(cast: Cast, kind: str) -> None:
    """It was made, and the answer never arrived: the next attempt finds it by its marker."""
    async with outside(kind) as there:
        await a_tracker(cast.adam, there)
        issue = await an_issue(cast)
        there.fails = ["well", "lost"]
        await run_jobs()
        async with as_system() as db:
            item = await item_of(db, issue.id)
            assert item is not None and item.external_key == "" and "did not answer" in item.problem
            due = item.next_at
        assert due is not None and len(there.items) == 1
        with time_at(due + timedelta(seconds=1)):
            async with as_system() as db:
                assert await sweep_trackers(db, now()) == 1
            await run_jobs()
        assert len(there.items) == 1
        async with as_system() as db:
            item = await item_of(db, issue.id)
            assert item is not None and item.external_key and item.next_at is None and not item.problem


@pytest.mark.parametrize("trouble", [500, 429, 404, "lost"])
async def test_a_tracker_that_is_down_delays_nothing_and_loses_nothing(cast: Cast, trouble: int | str) -> None:
    async with outside("github") as there:
        await a_tracker(cast.adam, there)
        there.fails = [trouble] * 3
        issue = await an_issue(cast)
        escalation = await linked(cast, issue)
        assert await run_jobs() > 0
        async with as_person(cast.pia) as db:
            await fix_engineering_issue(
                db, await issue_for(db, cast.pia, issue.ref), "Fixed in driver 1.31.", by=cast.pia
            )
        await run_jobs()
        assert (await reload(cast.ada, escalation)).state == "resolved", "the loop here does not wait for the tracker"
        later = now()
        for _ in range(4):
            later += timedelta(hours=2)
            with time_at(later):
                async with as_system() as db:
                    await sweep_trackers(db, now())
                await run_jobs()
        assert [one["state"] for one in there.items.values()] == ["closed"]


async def test_a_tracker_that_is_slow_is_asked_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalations.integrations.trackers.calling.LONGEST", 0.2)
    async with outside("github") as there:
        await a_tracker(cast.adam, there)
        issue = await an_issue(cast)
        there.fails = ["slow"]
        await run_jobs()
        async with as_system() as db:
            item = await item_of(db, issue.id)
            assert item is not None and "took longer" in item.problem and item.next_at is not None


@pytest.mark.parametrize("kind", KINDS)
async def test_nobody_else_can_say_that_it_is_fixed(cast: Cast, kind: str) -> None:
    async with outside(kind) as there:
        tracker, secret = await a_tracker(cast.adam, there)
        issue = await an_issue(cast)
        await run_jobs()
        assert await deliver(tracker, "another secret", news(kind, closed=True)) == 401
        async with as_person(cast.adam) as db:
            renewed = await add_key(db, await tracker_for(db, cast.adam, tracker.ref), by=cast.adam)
        assert await deliver(tracker, renewed, b"no json") == 202
        assert await deliver(tracker, secret, news(kind, closed=False)) == 202, (
            "the key before counts on for three days"
        )
        with time_at(now() + timedelta(days=4)):
            assert await deliver(tracker, secret, news(kind, closed=True)) == 401
        async with as_person(cast.adam) as db:
            await switch_tracker(db, await tracker_for(db, cast.adam, tracker.ref), on=False, by=cast.adam)
        assert await deliver(tracker, renewed, news(kind, closed=True)) == 404
        await run_jobs()
        async with as_person(cast.pia) as db:
            assert (await issue_for(db, cast.pia, issue.ref)).state == "open"


@pytest.mark.parametrize("kind", KINDS)
async def test_what_comes_twice_or_late_changes_nothing(cast: Cast, kind: str) -> None:
    async with outside(kind) as there:
        tracker, secret = await a_tracker(cast.adam, there)
        issue = await an_issue(cast)
        await run_jobs()
        closing = news(kind, closed=True, declined=True, at="2026-11-22T09:00:00Z")
        for body in (
            closing,
            closing,
            news(kind, closed=False, at="2026-11-22T08:00:00Z"),
            news(kind, closed=True, number=99),
        ):
            assert await deliver(tracker, secret, body) == 202
        await run_jobs()
        async with as_person(cast.pia) as db:
            assert (await issue_for(db, cast.pia, issue.ref)).state == "declined"
        async with as_system() as db:
            assert await delivery_with_id(db, 3) is not None and await delivery_with_id(db, 4) is None
    assert (await recorded(issue.subject)).count("EngineeringIssueDeclined") == 1


async def test_only_an_administrator_has_trackers(cast: Cast) -> None:
    async with outside("github") as there:
        tracker, _ = await a_tracker(cast.adam, there)
        with pytest.raises(Refused, match="holds the issues of that group already"):
            await a_tracker(cast.adam, there)
        with pytest.raises(NotAllowed):
            await a_tracker(cast.pia, there)
    async with as_person(cast.cleo) as db:
        with pytest.raises(NotFound):
            await tracker_for(db, cast.cleo, tracker.ref)
    async with browser_of(cast.adam) as adam, browser_of(cast.pia) as pia:
        page = (await adam.get("/trackers")).text
        assert "The board" in page and "a token of the board" not in page
        assert (await pia.get("/trackers")).status_code == 403
        shown = await adam.submit(f"/trackers/{tracker.ref}/keys")
        assert "This secret is shown once" in shown.text and f"/inbound/trackers/public/{tracker.key}" in shown.text
        assert (await adam.submit("/trackers", kind="github", name="x")).status_code == 422
        assert (await adam.submit(f"/trackers/{tracker.ref}/deactivation")).status_code == 303


async def test_an_issue_that_is_declined_returns_its_escalations(cast: Cast) -> None:
    issue = await an_issue(cast)
    escalation = await linked(cast, issue)
    async with as_person(cast.pia) as db:
        await decline_engineering_issue(
            db, await issue_for(db, cast.pia, issue.ref), "The limit is documented.", by=cast.pia
        )
    await run_jobs()
    back = await reload(cast.ada, escalation)
    assert (back.state, back.return_code) == (
        "returned",
        "by_design",
    ) and "The limit is documented." in back.closing_note
