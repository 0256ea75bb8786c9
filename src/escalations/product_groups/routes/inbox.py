"""The inbox of two panes, and the page of one escalation."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import get

from ...people.access import Me
from ...people.models import Person
from ...people.queries import open_boundaries
from ...platform.db import Session
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ...platform.web.pages import went
from ...platform.web.tabs import Tab
from ..presenting import about_escalation
from ..queries import PAGE, VIEWS, EscalationLine, escalation_for, inbox, usual_view
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


@get("/escalations")
async def index_escalations(request: Request, db: Db, person: Me) -> HtmlResponse:
    """The URL names what is chosen, so that a new row at the top never changes what somebody is deciding. `after` begins further down."""
    asked, after = request.query_params.get("view", ""), request.query_params.get("after", "")
    view = asked if asked in VIEWS else usual_view(person)
    found, chosen = await inbox(db, person, view, after=after, limit=PAGE + 1), request.query_params.get("e", "")
    listed = found[:PAGE]
    if listed and not chosen:
        return went(request, _url(view, after=after, e=listed[0].ref))
    about: dict[str, Any] = {"escalation": None}
    if chosen:
        about = await about_escalation(db, person, await escalation_for(db, person, chosen))
    older = _url(view, after=listed[-1].ref, e=chosen) if len(found) > PAGE else ""
    about |= {
        "groups": _grouped(listed, after, older),
        "view": view,
        "tabs": _tabs(person, view),
        "nothing": EMPTY[view],
    }
    about |= {
        "duty": await _duty(db, person),
        "here": _url(view, after=after),
        "older": older,
        "first": _url(view, e=chosen) if after else "",
    }
    return page(request, "product_groups/index.html", topics=["escalation"], **about)


def _url(view: str, **more: str) -> str:
    return f"/escalations?{urlencode({'view': view} | {name: value for name, value in more.items() if value})}"


async def _duty(db: Session, person: Person) -> Duty | None:
    """Of one's own group, in the first cloud one may see."""
    if not person.product_group:
        return None
    seen = await open_boundaries(db, person)
    return await triage_duty(db, person.product_group, next(iter(seen)), now()) if seen else None


def _tabs(person: Person, view: str) -> list[Tab]:
    mine = {key: label for key, label in VIEWS.items() if key != "group" or person.product_group}
    return [Tab(label, f"/escalations?view={key}", key == view) for key, label in mine.items()]


@dataclass(frozen=True)
class Group:
    """`count` is None where another page may have more of them."""

    title: str
    lines: list[EscalationLine]
    count: int | None


def _grouped(listed: list[EscalationLine], after: str, older: str) -> list[Group]:
    """Under headings; the lines are in that order already."""
    groups: dict[str, list[EscalationLine]] = {}
    for line in listed:
        title = "Put aside" if line.snoozed_until else TITLES.get(line.state, "Decided")
        groups.setdefault(title, []).append(line)
    cut = {next(iter(groups), "")} if after else set()
    cut |= {next(reversed(groups), "")} if older else set()
    return [Group(title, lines, None if title in cut else len(lines)) for title, lines in groups.items()]


@get("/escalations/{ref:str}")
async def show_escalation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    topics = [escalation.subject, escalation.thread]
    return page(request, "product_groups/show.html", topics=topics, **await about_escalation(db, person, escalation))


HANDLERS = [index_escalations, show_escalation]
