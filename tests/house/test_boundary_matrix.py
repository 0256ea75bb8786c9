"""Promise 2 over HTTP: every role without the clearance requests every route, read or write, and gets a 404 or a page without a trace."""

import re
from datetime import timedelta

import httpx

from escalations.cases.actions import NewCase, add_note, attach_file, open_case
from escalations.catalog.loading import catalogue
from escalations.coverage.actions import NewRotation, make_rotation
from escalations.coverage.hours import Hours
from escalations.coverage.turns import Plan
from escalations.incidents.accounts import Account
from escalations.incidents.actions.declaring import declare_incident
from escalations.integrations.feeds.actions import NewFeed, add_feed, receive
from escalations.integrations.trackers.actions import NewTracker, add_tracker
from escalations.known_issues.accounts import Account as ArticleAccount
from escalations.known_issues.actions import add_article
from escalations.people.models import Person
from escalations.platform.events import SYSTEM
from escalations.platform.time import now
from escalations.product_groups.actions import escalate_case, link_to_issue, open_engineering_issue
from escalations.product_groups.checklist import Brief
from escalations.rapid_response.actions import request_rapid_response
from escalations.rapid_response.models import Handover
from escalations.spikes.actions import open_alarm
from escalations.spikes.cells import Cell
from escalations.spikes.judging import Reading
from escalations.spikes.sensitivity import sensitivity
from tests.builders import STORY, a_customer
from tests.cast import ROLES, Cast
from tests.house.test_guarded_routes import handlers
from tests.support import as_system, browser_of, program_of, run_jobs

SECRET = "Zebrafjord"
"""A word that stands in every text of the hidden world, and nowhere else."""
HIDDEN = "france"
UNCLEARED = [name for name, (_, boundaries) in ROLES.items() if HIDDEN not in boundaries]
OBJECTS = re.compile(
    r"^(/api)?/(cases|customers|incidents|known-issues|escalations|feeds|spikes|engineering-issues|trackers|on-call|rapid-response/engagements|rapid-response/hand-overs)/\{"
)
REFS = {
    "cases": "C-1",
    "customers": "CU-1",
    "incidents": "I-1",
    "known-issues": "KI-1",
    "escalations": "E-1",
    "feeds": "F-1",
    "spikes": "SP-1",
    "on-call": "OC-1",
    "engagements": "RR-1",
    "hand-overs": "HO-1",
    "engineering-issues": "EI-1",
    "trackers": "T-1",
}


READING = Reading(minutes=30, customers=6, expected=0.2, shape=4.0, chance=1e-7, level="alarm")
EVIDENCE = {"first_at": "2026-01-05T10:00:00+00:00", "counts": {"30": 6}, "hours_seen": 1344, "course": [[6, 0.2, 1.1]]}


async def hide_a_world(cast: Cast) -> None:
    """One of everything in a boundary that only the administrator may see."""
    customer = await a_customer(HIDDEN, f"{SECRET} Works", covered=True)
    told = NewCase(
        customer_id=customer.id, title=f"{SECRET} cannot mount the share", description=f"{STORY} {SECRET}", claimed="A"
    )
    async with as_system(HIDDEN) as db:
        row = await open_case(db, told, by=SYSTEM)
        await add_note(db, row, f"{SECRET} note", by=SYSTEM)
        await attach_file(db, row, f"{SECRET}.txt", SECRET.encode(), by=SYSTEM)
        feed, _ = await add_feed(db, NewFeed(name=f"{SECRET} health", kind="azure", boundary=HIDDEN), by=SYSTEM)
        await receive(db, feed, SECRET.encode())
        account = Account(
            title=f"{SECRET} storage is down",
            summary=f"{SECRET}",
            severity="A",
            started_at=now() - timedelta(hours=1),
            families=["storage"],
        )
        await declare_incident(db, HIDDEN, account, by=SYSTEM)
        await add_article(
            db,
            HIDDEN,
            ArticleAccount(title=f"{SECRET} mount errors", body=f"{SECRET} keys rotate", family="storage"),
            by=SYSTEM,
        )
        group = catalogue().product_group_for(row.product, row.family).key
        needs = dict.fromkeys(catalogue().needs, "unknown: we asked twice")
        brief = Brief(
            reason="defect_suspected",
            asked=SECRET,
            business_impact=SECRET,
            tried=SECRET,
            environment=SECRET,
            answers=needs,
        )
        plan = Plan(
            hours=Hours(time_zone="UTC"),
            every="day",
            handoff_day=1,
            handoff_at=0,
            starts_on=now().date(),
            members=[cast.adam.id],
        )
        await make_rotation(
            db, NewRotation(key="hidden", name=f"{SECRET} nights", boundary=HIDDEN, plan=plan), by=SYSTEM
        )
        await request_rapid_response(db, row, f"{SECRET} stands still.", by=SYSTEM)
        db.add(
            Handover(
                boundary=HIDDEN,
                giver_id=cast.adam.id,
                receiver_id=cast.ada.id,
                since=now(),
                written_at=now(),
                note=SECRET,
            )
        )
        escalation = await escalate_case(db, row, group, brief, by=SYSTEM)
        issue = await open_engineering_issue(db, HIDDEN, group, f"{SECRET} driver", SECRET, by=SYSTEM)
        await link_to_issue(db, issue, escalation, by=SYSTEM)
        told_to = NewTracker(
            name=f"{SECRET} board", kind="github", boundary=HIDDEN, product_group=group, base_url="https://github.invalid",
            project="a/b", token=SECRET,
        )  # fmt: skip
        await add_tracker(db, told_to, by=SYSTEM)
        await open_alarm(
            db, Cell(HIDDEN, row.family, "Europe"), READING, {**EVIDENCE, "cases": [row.id]}, sensitivity(), now()
        )
    await run_jobs()


def routes(method: str, *, api: bool) -> list[str]:
    paths = {path for path, handler in handlers() if method in handler.http_methods}
    skipped = ("/static", "/health", "/api/openapi", "/live", "/sign", "/demo-sign-in")
    return sorted(path for path in paths if path.startswith("/api/") == api and not path.startswith(skipped))


def address(path: str) -> str:
    """With the hidden object's own ref in place of each parameter."""
    kind = f"{path}/".removeprefix("/api").removeprefix("/rapid-response").split("/")[1]
    path = re.sub(r"\{(?:ref|case_ref):str\}", REFS.get(kind, "P-1"), path, count=1)
    path = re.sub(r"\{incident_ref:str\}|\{incident:str\}", "I-1", path)
    path = re.sub(r"\{article_ref:str\}|\{article:str\}", "KI-1", path)
    path = re.sub(r"\{kind:str\}", "case", path)
    path = re.sub(r"\{key:str\}", "storage", path)
    return re.sub(r"\{[^}]+\}", "1", path)


def is_clean(answer: httpx.Response) -> bool:
    return SECRET.lower() not in answer.text.lower()


async def test_no_uncleared_person_finds_a_trace(cast: Cast) -> None:
    await hide_a_world(cast)
    assert {name: wrong for name in UNCLEARED if (wrong := await _traces_for(getattr(cast, name)))} == {}


async def _traces_for(person: Person) -> list[str]:
    wrong: list[str] = []
    async with browser_of(person) as browser, program_of(person) as program:
        for api, client in ((False, browser), (True, program)):
            for path in routes("GET", api=api):
                answer = await client.get(address(path), params={"q": SECRET})
                if not _clean_but_for_query(answer):
                    wrong.append(f"GET {path} tells of it")
                if OBJECTS.match(path) and answer.status_code != 404:
                    wrong.append(f"GET {path} is {answer.status_code}")
    return wrong


def _clean_but_for_query(answer: httpx.Response) -> bool:
    """A search page repeats the words that were searched; nothing else may."""
    text = re.sub(rf'((?:value|data-asked)="|q=|“|&#34;|>){SECRET}', "", answer.text, flags=re.IGNORECASE)
    return SECRET.lower() not in text.lower()


async def test_no_uncleared_person_can_act_on_it(cast: Cast) -> None:
    await hide_a_world(cast)
    assert {name: wrong for name in UNCLEARED if (wrong := await _acts_of(getattr(cast, name)))} == {}


async def _acts_of(person: Person) -> list[str]:
    wrong: list[str] = []
    async with browser_of(person) as browser:
        for path in routes("POST", api=False):
            if OBJECTS.match(path):
                answer = await browser.submit(address(path), text="x", note="x")
                if answer.status_code != 404 or not is_clean(answer):
                    wrong.append(f"POST {path} is {answer.status_code}")
    return wrong


async def test_the_cleared_administrator_does_see_it(cast: Cast) -> None:
    """So that the tests above do not pass because nothing was there."""
    await hide_a_world(cast)
    async with browser_of(cast.adam) as adam:
        for ref in (
            "cases/C-1",
            "customers/CU-1",
            "incidents/I-1",
            "known-issues/KI-1",
            "escalations/E-1",
            "feeds/F-1",
            "spikes/SP-1",
            "on-call/OC-1",
            "rapid-response/engagements/RR-1",
            "rapid-response/hand-overs/HO-1",
            "engineering-issues/EI-1",
        ):
            answer = await adam.get(f"/{ref}")
            assert answer.status_code == 200 and SECRET in answer.text, ref
