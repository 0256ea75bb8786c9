"""Many cases at once, in steps, and back again."""

import json
from collections.abc import Sequence
from typing import Any

from litestar import post

from ....people.access import Me
from ....people.roles import allow
from ....platform.db import Session
from ....platform.web import Db, Form, HtmlResponse, Ref, Request, changed, page, read_form
from ....platform.web.pages import is_htmx
from ..actions import STEP, begin_bulk, do_step, undo_bulk
from ..choosing import Chosen, ChosenForm, chosen
from ..models import Bulk
from ..presenting import summed_up, taken_back
from ..queries import bulk_for, cases_of_bulk
from ..verbs import ACTIONS
from .previewing import action_named, laid_out, nothing_chosen, sheet


@post("/bulk")
async def create_bulk(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "work_cases")
    picked = await read_form(request, ChosenForm)
    if picked.errors:
        return nothing_chosen(request, picked)
    action, cases = action_named(picked.value.action), chosen(picked.value.case)
    form = await read_form(request, action.form)
    if form.errors:
        return page(request, sheet(request), status=422, form=form, **await laid_out(db, action, cases, []))
    bulk = await begin_bulk(db, len(cases), action, by=person)
    await do_step(db, bulk, cases[:STEP], form.value, by=person)
    return await _went_on(request, db, bulk, cases[STEP:], form)


@post("/bulk/{ref:str}/steps")
async def create_step(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The next cases of one that was begun."""
    bulk = await bulk_for(db, person, ref, lock=True)
    picked = await read_form(request, ChosenForm)
    if picked.errors:
        return nothing_chosen(request, picked)
    form, cases = await read_form(request, ACTIONS[bulk.action].form), chosen(picked.value.case)
    await do_step(db, bulk, cases[:STEP], form.value, by=person)
    return await _went_on(request, db, bulk, cases[STEP:], form)


@post("/bulk/{ref:str}/undoing")
async def create_bulk_undoing(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    bulk = await bulk_for(db, person, ref, lock=True)
    rows = await undo_bulk(db, bulk, by=person)
    answer = changed(request, "desk/bulk/done.html", page=f"/bulk/{bulk.ref}")
    return _telling(answer, {"toast": {"text": taken_back(rows)}, "takesNew": True})


async def _went_on(request: Request, db: Session, bulk: Bulk, rest: Sequence[Chosen], form: Form[Any]) -> HtmlResponse:
    """To the next step while there is one, by itself where scripts work; then to what came of it."""
    if rest:
        fields = [(name, value) for name, value in form.typed.items() if name in ACTIONS[bulk.action].form.model_fields]
        told: dict[str, Any] = {
            "bulk": bulk,
            "rest": rest,
            "fields": fields,
            "done": bulk.chosen - len(rest),
            "action": ACTIONS[bulk.action],
        }
        return page(
            request,
            "desk/bulk/_progress.html" if is_htmx(request) else "desk/bulk/progress.html",
            **told,
        )
    outcomes = [row.outcome for row in await cases_of_bulk(db, bulk)]
    outcomes += ["refused"] * (bulk.chosen - len(outcomes))
    toast: dict[str, Any] = {"text": summed_up(bulk, outcomes)}
    if set(outcomes) - {"done"}:
        toast["link"] = {"url": f"/bulk/{bulk.ref}", "text": "See why"}
    if ACTIONS[bulk.action].undoes and "done" in outcomes:
        toast["undo"] = {"url": f"/bulk/{bulk.ref}/undoing"}
    answer = changed(request, "desk/bulk/done.html", page=f"/bulk/{bulk.ref}")
    return _telling(answer, {"toast": toast, "takesNew": True, "chosenDone": True})


def _telling(answer: HtmlResponse, told: dict[str, Any]) -> HtmlResponse:
    if answer.status_code == 200:
        answer.headers["HX-Trigger"] = json.dumps(told)
    return answer


HANDLERS = [create_bulk, create_step, create_bulk_undoing]
