"""What the page of a case shows of incidents: its links, and what may be linked."""

from typing import Any

from litestar import get

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.access import Me
from ...platform.db import Session
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, invalid, page
from ..actions.likening import incidents_like
from ..matching import SHOW_FROM
from ..queries import beside_case, incidents_of_case

AT_MOST = 5


@get("/cases/{ref:str}/incidents")
async def show_incidents_of_case(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, "incidents/case/_incidents.html", **await beside(db, await case_for(db, person, ref)))


async def beside(db: Session, case: Case, *, form_of: str = "") -> dict[str, Any]:
    """Suggestions that were stored come before those that are only likely enough to be shown."""
    await db.flush()
    links = await incidents_of_case(db, case)
    like = [
        beside_case(incident, found.evidence)
        for incident, found in await incidents_like(db, case)
        if found.score >= SHOW_FROM
    ]
    return {
        "case": case,
        "linked": links["confirmed"],
        "offered": [*links["suggested"], *like][:AT_MOST],
        "denied": links["rejected"],
        "form_of": form_of,
    }


async def mend(request: Request, db: Session, case: Case, form: Form[Any], form_of: str) -> HtmlResponse:
    return invalid(request, "incidents/case/_incidents.html", form, **await beside(db, case, form_of=form_of))


async def told(request: Request, db: Session, case: Case, toast: str) -> HtmlResponse:
    return changed(
        request, "incidents/case/changed.html", page=f"/cases/{case.ref}", toast=toast, **await beside(db, case)
    )


HANDLERS = [show_incidents_of_case]
