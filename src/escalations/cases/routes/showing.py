"""The case page; `view` is what its parts need, after a verb as well."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import get

from ...catalog.loading import catalogue
from ...clocks.queries import clocks_of_case
from ...customers.queries import contacts_of, customer_for
from ...people.access import Me
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, page
from ...platform.web.pages import is_htmx, went
from ...routing.rule_files import rule_set
from ..actions.closing import may_be_reopened
from ..actions.visiting import topic_of
from ..explaining import why_of
from ..models import (
    LINK_KINDS,
    LOWERING_GROUNDS,
    RESOLUTIONS,
    SEVERITIES,
    TOLD_BY,
    TURNS,
    Case,
    CaseEntry,
    PreparedReply,
)
from ..presenting import UNSHOWN, clock_lines, timeline
from ..queries import (
    attachments_of,
    case_for,
    cases_of_customer,
    closure_of,
    entries_of,
    links_of,
    people_on,
    severity_changes_of,
    wait_of,
)
from ..queries.decisions import newest_why
from ..queries.drafts import drafts_of
from ..queries.merged import absorbed_in, trail_of_all
from ..queries.prepared import prepared_reply
from ..queries.swarms import swarm_view
from ..severity_story import story_of

WORDS = {
    "severities": SEVERITIES,
    "turns": TURNS,
    "resolutions": RESOLUTIONS,
    "link_kinds": LINK_KINDS,
    "told_by": TOLD_BY,
    "grounds": LOWERING_GROUNDS,
}


@get("/cases/{ref:str}")
async def show_case(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The number of a merged case leads to the case as part of which it is seen."""
    case = await case_for(db, person, ref)
    if case.ref != ref.upper():
        return went(request, f"/cases/{case.ref}?from={ref.upper()}")
    came_from = request.query_params.get("from", "")
    return page(request, "cases/show.html", came_from=came_from, **await view(db, case))


@get("/customers/{ref:str}/cases")
async def show_cases_of_customer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    return page(request, "cases/of_customer.html", customer=customer, cases=await cases_of_customer(db, customer.id))


async def view(db: Session, case: Case) -> dict[str, Any]:
    return await main_parts(db, case) | {
        "why": why_of(await newest_why(db, case)),
        "links": await links_of(db, case),
        "absorbed": await absorbed_in(db, case),
        "brake": brake(),
        "topics": [case.subject, topic_of(case)],
        "catalogue": catalogue(),
    }


async def main_parts(db: Session, case: Case) -> dict[str, Any]:
    """What the head, the timeline, the composer and the clocks need."""
    await db.flush()
    customer, contact, owner = await people_on(db, case)
    entries, files = await entries_of(db, case), await attachments_of(db, case)
    contacts = {c.id: c for c in await contacts_of(db, customer)}
    names = {one.id: one.name for one in contacts.values()}
    events = list(reversed(await trail_of_all(db, case, without=UNSHOWN)))
    return {
        "case": case,
        "customer": customer,
        "contact": contact,
        "owner": owner,
        "files": files,
        "timeline": timeline(entries, events, names, files, case),
        "clocks": clock_lines(await clocks_of_case(db, case.id), events),
        "wait": await wait_of(db, case),
        "closure": (closure := None if case.is_open else await closure_of(db, case)),
        "reopens": closure is not None and may_be_reopened(closure),
        "severity": story_of(
            case, await severity_changes_of(db, case), names, {e.actor_id or 0: e.actor_name for e in events}
        ),
        "contacts": [one for one in contacts.values() if one.left_at is None],
        "swarm": await swarm_view(db, case),
        "shown": [],
        "elsewhere": None,
        "drafts": (drafts := await drafts_of(db, case)),
        "last_seen": drafts["reply"].seen if "reply" in drafts else max((entry.id for entry in entries), default=0),
        "prepared": fitting(await prepared_reply(db, case), entries),
        **WORDS,
    }


def fitting(prepared: PreparedReply | None, entries: Sequence[CaseEntry]) -> PreparedReply | None:
    """A word to or from the customer after it, and a prepared reply answers what is no longer the newest."""
    newest = max((entry.id for entry in entries if entry.kind != "note"), default=0)
    return prepared if prepared and prepared.after_entry == newest else None


def brake() -> int:
    """After how many transfers a case is sent on no more."""
    return rule_set().assignment.transfers_before_brake


Needed = Callable[[Session, Case], Awaitable[dict[str, Any]]]


async def told(
    request: Request, db: Session, case: Case, template: str, toast: str, needed: Needed = view
) -> HtmlResponse:
    """The answer to a verb: the parts of the case page that it changed. A browser without JavaScript asks for the page itself."""
    about = await needed(db, case) if is_htmx(request) else {}
    return changed(request, template, page=f"/cases/{case.ref}", toast=toast, **about)


HANDLERS = [show_case, show_cases_of_customer]
