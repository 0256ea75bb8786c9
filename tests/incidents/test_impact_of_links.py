"""The page of an incident is counted from its links alone: it says what looking up every linked case would say, whatever verbs did,
and shows each case once however it is paged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import asyncpg
import pytest

from escalations.cases.actions import change_severity, close_case, correct_facts, merge_cases, reopen_case, unmerge_case
from escalations.cases.actions.assessing import Facts
from escalations.cases.models import Case
from escalations.cases.queries.merged import case_itself
from escalations.incidents.actions import (
    confirm_link,
    end_link,
    merge_incident,
    reject_link,
    split_incident,
    unmerge_incident,
)
from escalations.incidents.models import Incident
from escalations.incidents.queries import hit_customers, hours_of_impact, impact_of, incident_for, linked_cases
from escalations.incidents.queries.choosing import confirmed_choosable
from escalations.platform.db import Session
from escalations.platform.errors import Refused
from escalations.platform.time import now, time_at
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_account, an_incident
from tests.support import as_person, browser_of

LINKED = """SELECT c.id, c.severity, c.closed_at IS NULL AS open, c.opened_at, c.region, c.subscription_id, u.id AS customer, u.name, coalesce(u.cover_until > now(), false) AS covered
FROM case_incident_link l JOIN support_case c ON c.id = l.case_id JOIN customer u ON u.id = c.customer_id WHERE l.incident_id = $1 AND l.state = 'confirmed'"""


def looked_up(rows: list[Any], declared_at: Any) -> dict[str, Any]:
    """From the cases themselves."""
    by_customer: dict[int, list[Any]] = {}
    for row in rows:
        by_customer.setdefault(row["customer"], []).append(row)
    hit = [
        (one[0]["name"], one[0]["covered"], len(one), sum(row["open"] for row in one)) for one in by_customer.values()
    ]
    order = sorted(rows, key=lambda row: (not row["open"], row["severity"], -row["id"]))
    return {
        "cases": (len(rows), sum(row["open"] for row in rows), len(hit), sum(one[1] for one in hit)),
        "more": (len({row["subscription_id"] for row in rows} - {None}), sorted({row["region"] for row in rows} - {None})),
        "first": (min((row["opened_at"] for row in rows), default=None), sum(row["opened_at"] < declared_at for row in rows)),
        "hours": hours_of(rows), "customers": sorted(hit, key=lambda one: (not one[1], -one[3], one[0])), "shown": [row["id"] for row in order],
    }  # fmt: skip


def hours_of(rows: list[Any]) -> list[tuple[int, int]]:
    if not rows:
        return []
    begun = min(row["opened_at"] for row in rows).replace(minute=0, second=0, microsecond=0)
    at = [(min((row["opened_at"] - begun) // timedelta(hours=1), 11), row["customer"]) for row in rows]
    return [
        (sum(n == hour for n, _ in at), len({customer for n, customer in at if n <= hour}))
        for hour in range(max(n for n, _ in at) + 1)
    ]


async def told(db: Session, incident: Incident) -> dict[str, Any]:
    one, hours = await impact_of(db, incident), await hours_of_impact(db, incident)
    shown, after = [], ""
    while True:
        linked = await linked_cases(db, incident, after=after, limit=2)
        shown += [line.id for line in linked.shown]
        if not (after := linked.after):
            break
    return {
        "cases": (one.cases, one.open_cases, one.customers, one.covered), "more": (one.subscriptions, sorted(one.regions)),
        "first": (one.first_case_at, one.before_declared), "hours": [(hour.cases, hour.customers) for hour in hours],
        "customers": [(c.name, c.covered, c.cases, c.open_cases) for c in await hit_customers(db, incident)], "shown": shown,
    }  # fmt: skip


async def some_cases(cast: Cast) -> list[Case]:
    """Of three customers, one of them covered, within sixteen hours."""
    customers = [await a_customer(name=name, covered=name == "Covered") for name in ("Covered", "Plain", "Other")]
    cases = []
    for number in range(6):
        with time_at(now() - timedelta(hours=16 - 3 * number)):
            cases.append(await a_hit_case(cast.ada, customers[number % 3], claimed="ABC"[number % 3]))
    return cases


Verb = Callable[[Session, Case, Incident, Incident], Any]


def verbs(cast: Cast, random: Random) -> list[Verb]:
    async def corrected(db: Session, case: Case, one: Incident, other: Incident) -> None:
        seen = Facts.of(case)
        region = random.choice(["westeurope", "northeurope", None])
        await correct_facts(db, case, seen, replace(seen, region=region), by=cast.ada)

    async def merged(db: Session, case: Case, one: Incident, other: Incident) -> None:
        same = [c.line.id for c in await confirmed_choosable(db, one)]
        into = next((number for number in same if number != case.id), None)
        survivor = await case_itself(db, f"C-{into}", lock=True) if into else case
        await merge_cases(db, survivor, [case], "one and the same", by=cast.ada)

    async def split(db: Session, case: Case, one: Incident, other: Incident) -> None:
        chosen = {c.line.id: c.version for c in await confirmed_choosable(db, one)}
        account = an_account(title=f"Split {random.random()}")
        await split_incident(
            db, one, account, {number: version for number, version in chosen.items() if number == case.id}, by=cast.dora
        )

    return [
        lambda db, case, one, other: confirm_link(db, case, one, by=cast.ada),
        lambda db, case, one, other: confirm_link(db, case, other, by=cast.ada),
        lambda db, case, one, other: reject_link(db, case, one, by=cast.ada),
        lambda db, case, one, other: end_link(db, case, one, "not this one", by=cast.ada),
        lambda db, case, one, other: close_case(db, case, "incident", "over", by=cast.ada),
        lambda db, case, one, other: reopen_case(db, case, "it is back", by=cast.ada),
        lambda db, case, one, other: change_severity(db, case, "assessed", random.choice("BC"), "seen", by=cast.ada, ground="workaround"),
        lambda db, case, one, other: merge_incident(db, one, other, "one cause", by=cast.dora),
        lambda db, case, one, other: unmerge_incident(db, one, by=cast.dora),
        lambda db, case, one, other: unmerge_case(db, case, by=cast.ada),
        corrected, merged, split,
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_verbs_do_the_links_say_what_the_cases_say(
    cast: Cast, admin: asyncpg.Connection, seed: int
) -> None:
    random, cases = Random(seed), await some_cases(cast)
    pair = [await an_incident(cast.dora), await an_incident(cast.dora, title="The same again")]
    async with as_person(cast.ada) as db:
        for case in cases[:4]:
            await confirm_link(db, case, pair[0], by=cast.ada)
    done = 0
    for _ in range(45):
        refs = [one.ref for one in random.sample(pair, 2)]
        try:
            async with as_person(cast.dora) as db:
                case = await case_itself(db, random.choice(cases).ref, lock=True)
                one, other = [await incident_for(db, cast.dora, ref, lock=True) for ref in refs]
                await random.choice(verbs(cast, random))(db, case, one, other)
                done += 1
        except Refused:
            continue
        async with as_person(cast.ada) as db:
            for incident in [
                await incident_for(db, cast.ada, f"I-{row['id']}")
                for row in await admin.fetch("SELECT id FROM incident")
            ]:
                assert await told(db, incident) == looked_up(
                    await admin.fetch(LINKED, incident.id), incident.declared_at
                )
    assert done > 10


async def test_nothing_of_another_cloud_is_added_up(cast: Cast) -> None:
    theirs = await an_incident(cast.dora, "germany", regions=[])
    case = await a_hit_case(cast.cleo, await a_customer("germany", "Isar Energie", covered=True), region=None)
    async with as_person(cast.cleo) as db:
        await confirm_link(db, case, theirs, by=cast.cleo)
        await db.flush()
        assert (await told(db, theirs))["cases"] == (1, 1, 1, 1)
    async with as_person(cast.ada) as db:
        assert await told(db, theirs) == looked_up([], theirs.declared_at)


async def test_the_rest_of_the_cases_comes_behind_the_first(cast: Cast) -> None:
    incident, customer = await an_incident(cast.dora), await a_customer()
    cases = [await a_hit_case(cast.ada, customer) for _ in range(33)]
    async with as_person(cast.ada) as db:
        for case in cases:
            await confirm_link(db, case, incident, by=cast.ada)
    page, newest = f"/incidents/{incident.ref}", [case.ref for case in reversed(cases)]
    async with browser_of(cast.ada) as browser:
        first = (await browser.get(page)).text
        further = f"{page}/cases?after=o{cases[3].severity}{cases[3].id}"
        assert rows(first) == newest[:30] and further in first
        assert rows((await browser.get(page, params={"shown": "31"})).text) == newest[:31]
        alone = (await browser.get(further)).text
        assert rows(alone) == newest[30:] and "<title>" in alone and "/cases?after=" not in alone
        behind = (await browser.get(further, headers={"HX-Request": "true"})).text
        assert rows(behind) == newest[30:] and "<title>" not in behind and 'hx-target="#incident-linked"' in behind
        assert (await browser.get(f"{page}/cases", params={"after": "no place"})).status_code == 404


def rows(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('id="row-')[1:]]
