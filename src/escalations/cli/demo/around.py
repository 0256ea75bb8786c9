"""What stands around the cases of the demo world: incidents with their cases, escalations in every state, and one lonely case."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ...cases.actions import open_case
from ...cases.models import Case
from ...catalog.loading import catalogue
from ...incidents.accounts import Account
from ...incidents.actions.declaring import declare_incident
from ...incidents.actions.ending import mitigate_incident, resolve_incident
from ...incidents.actions.linking import confirm_link
from ...incidents.actions.updating import post_update
from ...people.models import Person
from ...people.queries import open_boundaries, people
from ...people.shifts import is_on_shift
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM, Actor
from ...platform.time import now, time_at
from ...product_groups.actions import accept_escalation, escalate_case, resolve_escalation, return_escalation
from ...product_groups.checklist import Brief
from ..sight import everywhere
from .content import Blanks, clean, content, product_key
from .present import answer, retimed
from .reach import add_reach
from .stories import Story, accounts_of, tell

LONELY = "germany"


async def add_incidents(random: Random) -> None:
    """The past of each incident is told at its own hours; the customers of the active ones have written."""
    for told in content("incidents")["incidents"]:
        async with transaction(everywhere()) as db:
            await _incident(db, random, told)


async def _incident(db: Session, random: Random, told: dict[str, Any]) -> None:
    began = now() - timedelta(hours=told["started_hours_ago"])
    products = [key for key in map(product_key, told["services"]) if key]
    account = Account(
        title=told["title"], summary=clean(told["summary"]), severity=told["severity"], started_at=began, families=[told["family"]],
        products=products, regions=told["regions"],
    )  # fmt: skip
    blanks = Blanks(random, "", "", "", "", began)
    updates = told["updates"]
    with time_at(now() - timedelta(hours=updates[0]["hours_ago"])):
        incident = await declare_incident(db, told["boundary"], account, by=SYSTEM)
    cases = [await _case_of_incident(db, random, told, words, began) for words in told.get("cases", [])]
    for case in cases[: len(cases) * 2 // 3]:
        with time_at(case.opened_at + timedelta(minutes=12)):
            await confirm_link(db, case, incident, by=SYSTEM)
    for update in updates:
        at = now() - timedelta(hours=update["hours_ago"])
        with time_at(at):
            text = blanks.fill(update["text"], at)
            if update.get("state") == "mitigated":
                await mitigate_incident(db, incident, text, by=SYSTEM)
            elif update.get("state") == "resolved":
                await resolve_incident(db, incident, clean(told["root_cause"]), by=SYSTEM)
            else:
                await post_update(db, incident, text, by=SYSTEM)
    await add_reach(db, random, incident, cases, told)


async def _case_of_incident(
    db: Session, random: Random, told: dict[str, Any], words: dict[str, str], began: datetime
) -> Case:
    at = began + timedelta(minutes=random.uniform(8, 150))
    story = await _worded(
        db, random, told, at, words["title"], words["description"], told["services"][0], told["severity"]
    )
    region = story.new.region if story.new.region in told["regions"] else told["regions"][0]
    with time_at(at):
        case = await open_case(
            db, replace(story.new, region=region, problem_started_at=began + timedelta(minutes=3)), by=SYSTEM
        )
    last = now() - timedelta(minutes=random.uniform(3, 50))
    await answer(db, case, retimed(story.turns[0].text, last), at + timedelta(minutes=9), by=await _owner(db, case))
    if random.random() < 0.8:
        text = Blanks(random, "", "", "", "", began).fill(told["updates"][-1]["text"], last)
        await answer(
            db, case, retimed(text, now() + timedelta(minutes=random.uniform(15, 90))), last, by=await _owner(db, case)
        )
    return case


async def _owner(db: Session, case: Case) -> Actor:
    return await db.get_one(Person, case.owner_id) if case.owner_id else SYSTEM


async def _worded(
    db: Session, random: Random, told: dict[str, Any], at: datetime, title: str, text: str, product: str, severity: str
) -> Story:  # fmt: skip
    """A story of the template kind with the words of this incident or escalation."""
    accounts = [account for account in await accounts_of(db) if account.customer.boundary == told["boundary"]]
    template = random.choice([case for case in content("cases")["cases"] if case["family"] == told["family"]])
    worded = template | {"titles": [title], "descriptions": [text], "severity": [severity], "error_codes": []}
    story = tell(random, random.choice(accounts), at, worded)
    return replace(story, new=replace(story.new, product=product_key(product)))


async def escalate_some(random: Random) -> None:
    async with transaction(everywhere()) as db:
        engineers = {p.product_group: p for p in await people(db) if p.role == "product_group_engineer"}
    for told in content("escalations")["escalations"]:
        async with transaction(everywhere()) as db:
            await _escalation(db, random, told, engineers)


async def _escalation(db: Session, random: Random, told: dict[str, Any], engineers: dict[str | None, Person]) -> None:
    submitted = now() - timedelta(hours=told["submitted_hours_ago"])
    opened = submitted - timedelta(hours=random.uniform(1.5, 5))
    story = await _worded(
        db, random, told, opened, told["case_title"], told["case_description"], told["product"], told["severity"]
    )
    with time_at(opened):
        case = await open_case(db, story.new, by=SYSTEM)
    coming = now() + timedelta(minutes=random.uniform(20, 200))
    await answer(
        db, case, retimed(story.turns[0].text, coming), opened + timedelta(minutes=14), by=await _owner(db, case)
    )
    blanks = Blanks(random, story.new.resources[0], catalogue().regions[str(story.new.region)].name, "", "", opened)
    group = catalogue().product_group_for(case.product, case.family).key
    brief = _brief(told, blanks, group)
    with time_at(submitted):
        escalation = await escalate_case(db, case, group, brief, by=SYSTEM)
    engineer = engineers.get(group)
    if told["state"] == "submitted" or engineer is None:
        return
    with time_at(now() - timedelta(hours=told["decided_hours_ago"])):
        comment = blanks.fill(told.get("comment", ""))
        if told["state"] == "returned":
            missing = brief_needs(group)[0] if told["code"] == "missing_info" else None
            await return_escalation(db, escalation, told["code"], comment, missing_need=missing, by=engineer)
            return
        await accept_escalation(db, escalation, by=engineer)
    if told["state"] == "resolved":
        with time_at(now() - timedelta(hours=told["decided_hours_ago"] / 2)):
            await resolve_escalation(db, escalation, comment, by=engineer)


def brief_needs(group: str) -> tuple[str, ...]:
    return catalogue().product_group(group).needs


_NOT_YET = (
    "unknown: asked the customer on the case, no answer yet",
    "unknown: not in the logs we were sent; asked for a newer export",
    "unknown: their administrator looks it up tomorrow morning",
    "unknown: we looked in the portal and in the activity log",
)


def _brief(told: dict[str, Any], blanks: Blanks, group: str) -> Brief:
    environment = blanks.fill(told["environment"])
    asked_for = {need: _NOT_YET[number % len(_NOT_YET)] for number, need in enumerate(brief_needs(group))}
    return Brief(
        reason=told["reason"], asked=blanks.fill(told["asked"]), business_impact=blanks.fill(told["business_impact"]),
        tried=blanks.fill(told["tried"]), environment=environment, answers=asked_for,
    )  # fmt: skip


async def add_lonely_case(random: Random) -> None:
    """A case that nobody cleared is on shift for: whoever would be is away just now."""
    async with transaction(everywhere()) as db:
        for person in await people(db):
            if person.may("work_cases") and is_on_shift(person, now()) and LONELY in await open_boundaries(db, person):
                person.presence = "away"
        account = next(a for a in await accounts_of(db) if a.customer.boundary == LONELY)
        story = tell(random, account, now() - timedelta(minutes=4))
        await open_case(db, replace(story.new, claimed="A"), by=SYSTEM)
