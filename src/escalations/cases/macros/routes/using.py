"""A macro on a case: chosen from the list, shown as a difference, applied."""

from typing import Any

from litestar import get, post

from ....people.access import Me
from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused, Stale
from ....platform.web import Db, Form, HtmlResponse, Ref, Request, changed, page, read_form
from ...actions import DraftedElsewhere
from ...models import Case
from ...queries import case_for
from ...queries.drafts import draft_of
from ...routes.showing import view
from ..actions import apply_macro, preview_macro
from ..forms import Use
from ..models import KINDS, Macro
from ..queries import macro_for, macros_in_sight


@get("/cases/{ref:str}/macros")
async def show_choice(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    allow(person, "work_cases")
    asked = request.query_params.get("q", "")
    found = await macros_in_sight(db, asked, case.boundary)
    template = "cases/macros/_choice.html" if request.headers.get("HX-Request") else "cases/macros/choice.html"
    return page(request, template, case=case, macros=found, asked=asked, kinds=KINDS)


@get("/cases/{ref:str}/macros/{macro:str}")
async def show_use(request: Request, db: Db, person: Me, ref: Ref, macro: Ref) -> HtmlResponse:
    """Against the draft that is kept, for a browser without JavaScript."""
    case = await case_for(db, person, ref)
    chosen = await macro_for(db, macro)
    draft = await draft_of(db, case, chosen.kind)
    use = Use(text=draft.body if draft else "", version=draft.version if draft else 0)
    return page(request, "cases/macros/use.html", **await _previewed(db, case, chosen, use, person))


@post("/cases/{ref:str}/macros/{macro:str}/preview", status_code=200)
async def create_preview(request: Request, db: Db, person: Me, ref: Ref, macro: Ref) -> HtmlResponse:
    """Against what stands in the composer. Nothing is written."""
    case = await case_for(db, person, ref)
    chosen = await macro_for(db, macro)
    return page(
        request, "cases/macros/_preview.html", **await _previewed(db, case, chosen, await _use(request), person)
    )


@post("/cases/{ref:str}/macros/{macro:str}/application", status_code=200)
async def create_application(request: Request, db: Db, person: Me, ref: Ref, macro: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    chosen, use = await macro_for(db, macro, lock=True), await _use(request)
    try:
        applied = await apply_macro(
            db, case, chosen, use.text, version=use.macro_version, draft=use.version, seen=use.last_seen, by=person
        )
    except Stale as stale:
        theirs = stale.theirs if isinstance(stale, DraftedElsewhere) else None
        told = await _previewed(db, case, chosen, use, person)
        response = page(
            request, "cases/macros/_preview.html", status=409, **told | {"stale": str(stale), "elsewhere": theirs}
        )
        response.headers.update({"HX-Retarget": "#macro-preview", "HX-Reswap": "outerMorph"})
        return response
    written = Form[Use]({"text": applied.text}, parsed=use)
    context = await view(db, case) | {f"{chosen.kind}_form": written, "writes": chosen.kind}
    return changed(
        request, "cases/macros/applied.html", page=f"/cases/{case.ref}", toast=f"Applied “{chosen.name}”.", **context
    )


async def _use(request: Request) -> Use:
    form = await read_form(request, Use)
    if form.errors:
        raise Refused(f"Not used: {next(iter(form.errors.values()))} What you typed is safe.")
    return form.value


async def _previewed(db: Session, case: Case, macro: Macro, use: Use, person: Person) -> dict[str, Any]:
    preview = await preview_macro(db, case, macro, use.text, by=person)
    return {
        "case": case,
        "macro": macro,
        "preview": preview,
        "use": use,
        "kinds": KINDS,
        "stale": "",
        "elsewhere": None,
    }


HANDLERS = [show_choice, show_use, create_preview, create_application]
