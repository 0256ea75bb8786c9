"""The inbox of two panes, and the page of one escalation."""

from dataclasses import dataclass
from typing import Any

from litestar import get

from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...platform.db import Session
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ...platform.web.pages import went
from ..presenting import about_escalation
from ..queries import VIEWS, EscalationLine, escalation_for, inbox, usual_view
from ..triage import Duty, triage_duty

EMPTY = {
    "group": "Nothing waits for your group. What support escalates to it appears here by itself.",
    "sent": "You have sent nothing to a product group. On a case, the key e escalates it.",
    "all": "No escalation is open.",
    "closed": "Nothing has been decided yet.",
}


TITLES = {
    "submitted": "To be triaged",
    "transferred": "To be triaged",
    "acknowledged": "Seen",
    "accepted": "Accepted",
    "mitigated": "Mitigated, fix to come",
}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None = None


@get("/escalations")
async def index_escalations(request: Request, db: Db, person: Me) -> HtmlResponse:
    """The URL names what is chosen, so that a new row at the top never changes what somebody is deciding."""
    asked = request.query_params.get("view", "")
    view = asked if asked in VIEWS else usual_view(person)
    listed, chosen = await inbox(db, person, view), request.query_params.get("e")
    if listed and not chosen:
        return went(request, f"/escalations?view={view}&e={listed[0].ref}")
    about: dict[str, Any] = {"escalation": None}
    if chosen:
        about = await about_escalation(db, person, await escalation_for(db, person, chosen))
    about |= {"groups": _grouped(listed), "view": view, "tabs": _tabs(person, view), "nothing": EMPTY[view]}
    about |= {"duty": await _duty(db, person)}
    return page(request, "product_groups/index.html", topics=["escalation"], **about)


async def _duty(db: Session, person: Person) -> Duty | None:
    """Of one's own group, in the first cloud one may see."""
    if not person.product_group:
        return None
    seen = await open_boundaries(db, person)
    return await triage_duty(db, person.product_group, next(iter(seen)), now()) if seen else None


def _tabs(person: Person, view: str) -> list[Tab]:
    mine = {key: label for key, label in VIEWS.items() if key != "group" or person.product_group}
    return [Tab(label, f"/escalations?view={key}", key == view) for key, label in mine.items()]


def _grouped(listed: list[EscalationLine]) -> list[tuple[str, list[EscalationLine]]]:
    """Under headings; the lines are in that order already."""
    groups: dict[str, list[EscalationLine]] = {}
    for line in listed:
        title = "Put aside" if line.snoozed_until else TITLES.get(line.state, "Decided")
        groups.setdefault(title, []).append(line)
    return list(groups.items())


@get("/escalations/{ref:str}")
async def show_escalation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    topics = [escalation.subject, escalation.thread]
    return page(request, "product_groups/show.html", topics=topics, **await about_escalation(db, person, escalation))


HANDLERS = [index_escalations, show_escalation]
