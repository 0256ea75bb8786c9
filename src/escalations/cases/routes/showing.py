"""The case page; `view` is what its parts need, after a verb as well."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import get

from ...catalog.loading import catalogue
from ...clocks.queries import clocks_of_case
from ...customers.models import Contact
from ...customers.queries import customer_for, names_of_contacts
from ...people.access import Me
from ...platform.db import Session
from ...platform.meanwhile import meanwhile
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
    cases_of_customer,
    closure_of,
    entries_of,
    links_of,
    severity_changes_of,
)
from ..queries.beside import Beside, beside_case, case_and_beside
from ..queries.drafts import drafts_of
from ..queries.merged import absorbed_in, survivor_of, trail_of_all
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
    case, beside = await case_and_beside(db, ref)
    if case.merged_into_id is not None:
        return went(request, f"/cases/{(await survivor_of(db, case)).ref}?from={ref.upper()}")
    parts, came_from = await _view(db, case, beside), request.query_params.get("from", "")
    known = {one.ref for one in parts["absorbed"]}
    return page(request, "cases/show.html", came_from=came_from if came_from in known else "", **parts)


@get("/customers/{ref:str}/cases")
async def show_cases_of_customer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    customer = await customer_for(db, person, ref)
    return page(request, "cases/of_customer.html", customer=customer, cases=await cases_of_customer(db, customer.id))


async def view(db: Session, case: Case) -> dict[str, Any]:
    await db.flush()
    return await _view(db, case, await beside_case(db, case))


async def _view(db: Session, case: Case, beside: Beside) -> dict[str, Any]:
    return await _main_parts(db, case, beside) | {
        "why": why_of(beside.why),
        "links": await links_of(db, case) if "links" in beside.has else [],
        "absorbed": await absorbed_in(db, case),
        "brake": brake(),
        "topics": [case.subject, topic_of(case)],
        "catalogue": catalogue(),
    }


async def main_parts(db: Session, case: Case) -> dict[str, Any]:
    """What the head, the timeline, the composer and the clocks need."""
    await db.flush()
    return await _main_parts(db, case, await beside_case(db, case))


async def _main_parts(db: Session, case: Case, beside: Beside) -> dict[str, Any]:
    """Asks for nothing of which there is none."""
    entries = await entries_of(db, case)
    files = await attachments_of(db, case) if "files" in beside.has else []
    events = list(reversed(await trail_of_all(db, case, without=UNSHOWN)))
    changes = await severity_changes_of(db, case) if "severity_changes" in beside.has else []
    drafts = await drafts_of(db, case) if "drafts" in beside.has else {}
    said = {one.contact_id for one in entries} | {one.contact_id for one in changes}
    names = await names_on(db, beside.contact, said | {case.always_contact_id})
    return {
        "case": case,
        "customer": beside.customer,
        "contact": beside.contact,
        "owner": beside.owner,
        "files": files,
        "timeline": timeline(entries, events, names, files, case),
        "clocks": clock_lines(await clocks_of_case(db, case.id), events),
        "wait": beside.wait,
        "closure": (closure := None if case.is_open else await closure_of(db, case)),
        "reopens": closure is not None and may_be_reopened(closure),
        "severity": story_of(case, changes, names, {e.actor_id or 0: e.actor_name for e in events}),
        "swarm": await swarm_view(db, case),
        "shown": [],
        "elsewhere": None,
        "drafts": drafts,
        "last_seen": drafts["reply"].seen if "reply" in drafts else max((entry.id for entry in entries), default=0),
        "prepared": fitting(await prepared_reply(db, case), entries) if "prepared" in beside.has else None,
        **WORDS,
    }


async def names_on(db: Session, contact: Contact | None, others: set[int | None]) -> dict[int, str]:
    """Of the case's contact and of others who said something, as far as they have not left."""
    names = {contact.id: contact.name} if contact and contact.left_at is None else {}
    unknown = {one for one in others if one} - ({contact.id} if contact else set())
    return names | await names_of_contacts(db, unknown) if unknown else names


def fitting(prepared: PreparedReply | None, entries: Sequence[CaseEntry]) -> PreparedReply | None:
    """A word to or from the customer after it, and a prepared reply answers what is no longer the newest."""
    newest = max((entry.id for entry in entries if entry.kind != "note"), default=0)
    return prepared if prepared and prepared.after_entry == newest else None


def brake() -> int:
    """After how many transfers a case is sent on no more."""
    return rule_set().assignment.transfers_before_brake


Parts = dict[str, Any]
Needed = Callable[[Session, Case], Awaitable[Parts]]


async def told(
    request: Request, db: Session, case: Case, template: str, toast: str, needed: Needed = view, shown: Callable[[Parts], Parts] = dict
) -> HtmlResponse:  # fmt: skip
    """The answer to a verb: the parts of the case page that it changed. `needed` asks; what is `shown` of it is made while the
    database writes. A browser without JavaScript asks for the page itself."""
    about = await needed(db, case) if is_htmx(request) else None

    def answered() -> HtmlResponse:
        parts = {} if about is None else shown(about)
        return changed(request, template, page=f"/cases/{case.ref}", toast=toast, **parts)

    _, answer = await meanwhile(db.write_all(), answered)
    return answer


HANDLERS = [show_case, show_cases_of_customer]
