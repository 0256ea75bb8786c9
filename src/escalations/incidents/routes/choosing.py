"""Many cases at once: what will happen is shown before it does, and can be taken back."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath

from ...cases.queries import case_for
from ...people.access import Me
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import id_of
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, conflict, invalid, page, read_form
from ...platform.web.pages import went
from ..actions import ChangedMeanwhile, confirm_cases, reject_cases, undo_batch
from ..counted import counted
from ..forms import ChooseCases, seen_in
from ..models import Incident
from ..queries import incident_for
from ..queries.batches import batch_for
from ..queries.choosing import Choosable, all_suggested, cases_like, choosable
from .answering import told

STATES = {"confirmed": "linked", "rejected": "set aside"}


@get("/incidents/{ref:str}/batches/new")
async def new_batch(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """`link` names the chosen ones, `like` a case whose likes are wanted; without either it is all that are suggested."""
    incident = await incident_for(db, person, ref)
    allow(person, "work_cases")
    asked = request.query_params
    found, why = await _found(db, person, incident, asked.getall("link", []), asked.get("like", ""))
    state = "rejected" if asked.get("state") == "rejected" else "confirmed"
    ticked = {case.token for case in found}
    return page(request, "incidents/batches/new.html", **_choice(incident, state, found, ticked, why))


@post("/incidents/{ref:str}/batches")
async def create_batch(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    form = await read_form(request, ChooseCases)
    if form.errors or not form.value.link:
        form.errors.setdefault("", "Choose at least one case.")
        return invalid(request, "incidents/batches/new.html", form, **await _again(db, incident, form, set()))
    chosen, state = seen_in(form.value.link), form.value.state
    verb = confirm_cases if state == "confirmed" else reject_cases
    try:
        await verb(db, incident, chosen, by=person)
    except ChangedMeanwhile as changed:
        context = await _again(db, incident, form, set(changed.cases))
        return conflict(request, "incidents/batches/new.html", form.refuse("", str(changed)), **context)
    return went(request, f"/incidents/{ref}", toast=f"{counted(len(chosen), 'case')} {STATES[state]}.")


@post("/incidents/{ref:str}/batches/{batch:int}/undoing")
async def create_undoing(request: Request, db: Db, person: Me, ref: Ref, batch: FromPath[int]) -> HtmlResponse:
    incident = await incident_for(db, person, ref, lock=True)
    kept = await undo_batch(db, await batch_for(db, incident, batch), by=person)
    stay = f" {', '.join(kept)} changed since and stays as it is." if kept else ""
    return await told(request, db, incident, f"Taken back.{stay}")


async def _found(
    db: Session, person: Person, incident: Incident, tokens: list[str], like: str
) -> tuple[list[Choosable], str]:
    if like:
        case = await case_for(db, person, like)
        return await cases_like(
            db, incident, case
        ), f"open cases like {case.ref}: same family, product and region, same time"
    if tokens:
        ids = [id_of(token.partition(".")[0], "C") for token in tokens]
        return await choosable(db, incident, ids), "the cases you chose"
    return await all_suggested(db, incident), "all suggested cases"


async def _again(db: Session, incident: Incident, form: Form[ChooseCases], changed: set[int]) -> dict[str, Any]:
    """As things stand now: who changed meanwhile is shown and no longer chosen, so that pressing again does the rest."""
    tokens = [token for token in form.typed.get("link", []) if token.startswith("C-")]
    found = await choosable(db, incident, [id_of(token.partition(".")[0], "C") for token in tokens])
    ticked = {case.token for case in found if case.line.id not in changed}
    state = form.typed.get("state", "confirmed")
    return _choice(incident, state if state in STATES else "confirmed", found, ticked, "the cases you chose")


def _choice(incident: Incident, state: str, found: list[Choosable], ticked: set[str], why: str) -> dict[str, Any]:
    return {
        "incident": incident,
        "state": state,
        "cases": found,
        "ticked": ticked,
        "why": why,
        "customers": len({case.customer_id for case in found}),
        "covered": len({case.customer_id for case in found if case.line.covered}),
    }


HANDLERS = [new_batch, create_batch, create_undoing]
