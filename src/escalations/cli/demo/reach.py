"""How far the incidents of the demo world reach: listed subscriptions, an estimate, and a second incident that was the same one."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import select

from ...cases.models import Case
from ...customers.models import Subscription
from ...incidents.accounts import Account
from ...incidents.actions import confirm_link, declare_incident, estimate_impact, list_subscriptions, merge_incident
from ...incidents.models import Incident
from ...platform.db import Session
from ...platform.events import SYSTEM
from ...platform.time import now, time_at
from .content import clean


async def add_reach(db: Session, random: Random, incident: Incident, cases: list[Case], told: dict[str, Any]) -> None:
    if many := told.get("listed"):
        with time_at(_ago(told["listed_hours_ago"])):
            codes = [*await _some_subscriptions(db, random, incident, many), *told["listed_unknown"]]
            await list_subscriptions(db, incident, [code.lower() for code in codes], by=SYSTEM)
    if estimate := told.get("estimate"):
        with time_at(_ago(estimate["hours_ago"])):
            await estimate_impact(db, incident, estimate["customers"], estimate["source"], by=SYSTEM)
    if twin := told.get("twin"):
        await _add_twin(db, incident, cases, twin)


async def _some_subscriptions(db: Session, random: Random, incident: Incident, many: int) -> list[str]:
    there = (await db.exec(select(Subscription).where(Subscription.boundary == incident.boundary))).all()
    codes = sorted(one.code for one in there if {*one.regions} & {*incident.regions})
    return random.sample(codes, min(many, len(codes)))


async def _add_twin(db: Session, incident: Incident, cases: list[Case], twin: dict[str, Any]) -> None:
    account = Account(**{**vars(Account.of(incident)), "title": twin["title"], "summary": clean(twin["summary"])})
    with time_at(_ago(twin["declared_hours_ago"])):
        other = await declare_incident(db, incident.boundary, account, by=SYSTEM)
        await confirm_link(db, cases[-1], other, by=SYSTEM)
    with time_at(_ago(twin["merged_hours_ago"])):
        await merge_incident(db, other, incident, twin["reason"], by=SYSTEM)


def _ago(hours: float) -> datetime:
    return now() - timedelta(hours=hours)
