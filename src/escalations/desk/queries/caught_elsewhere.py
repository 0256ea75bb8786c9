"""Escalations, engagements, alarms and incidents that nobody held any more and that were caught, as their events tell it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from ...platform.db import Session
from ...platform.events import EventRow
from ...platform.time import now
from ...product_groups.models import name_of_group
from .caught import BACK, MOST

Facts = Mapping[str, Any]
PAGES = {
    "escalation": ("E", "/escalations/"),
    "rapid_response": ("RR", "/rapid-response/engagements/"),
    "spike_alarm": ("SP", "/spikes/"),
    "incident": ("I", "/incidents/"),
}


@dataclass(frozen=True)
class OtherCatch:
    event_id: int
    at: datetime
    ref: str
    url: str
    came_from: str
    went_to: str
    why: str


def _handed_back(facts: Facts) -> tuple[str, str, str]:
    return str(facts["was"]), f"triage of {name_of_group(facts['product_group'])}", "left, or is not cleared any more"


def _transferred(facts: Facts) -> tuple[str, str, str]:
    return name_of_group(facts["was"]), name_of_group(facts["product_group"]), "the group left the catalogue"


def _returned(facts: Facts) -> tuple[str, str, str]:
    return name_of_group(facts["product_group"]), "back to support", "the group left the catalogue"


def _laid_down(facts: Facts) -> tuple[str, str, str]:
    return str(facts["person"]), "waits for somebody to take it", "its lead left, or is not cleared any more"


def _told_again(facts: Facts) -> tuple[str, str, str]:
    return (
        "nobody",
        f"told {' and '.join(facts['to'])}",
        str(facts.get("why", "whoever knew of it is not there any more")),
    )


RETURNED = "EscalationReturned"
TELLS: dict[str, Callable[[Facts], tuple[str, str, str]]] = {
    "EscalationHandedBack": _handed_back,
    "EscalationTransferred": _transferred,
    RETURNED: _returned,
    "RoleLaidDown": _laid_down,
    "SpikeToldAgain": _told_again,
    "IncidentLeftAlone": _told_again,
}


async def other_catches(db: Session) -> list[OtherCatch]:
    """Of the last days, the newest first: only what the system did by itself. An issue that engineering declined is no catch."""
    declined = (col(EventRow.action) == RETURNED) & (col(EventRow.particulars)["code"].as_string() != "wrong_group")
    by_itself = (col(EventRow.actor_id).is_(None), ~declined)
    caught = (col(EventRow.action).in_(TELLS), *by_itself, col(EventRow.at) > now() - BACK)
    query = select(
        col(EventRow.id), col(EventRow.at), col(EventRow.action), col(EventRow.subject), col(EventRow.particulars)
    )
    newest = query.where(*caught).order_by(col(EventRow.id).desc()).limit(MOST)
    return [_catch(*row) for row in await db.execute(newest)]


def _catch(event_id: int, at: datetime, action: str, subject: str, facts: Facts) -> OtherCatch:
    kind, _, number = subject.partition("/")
    prefix, page = PAGES[kind]
    return OtherCatch(event_id, at, f"{prefix}-{number}", f"{page}{prefix}-{number}", *TELLS[action](facts))
