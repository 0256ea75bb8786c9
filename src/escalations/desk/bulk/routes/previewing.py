"""What would happen to many cases, case by case, before anything does."""

from typing import Any

from litestar import post

from ....cases.queries import cases_with_ids
from ....people.access import Me
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import NotFound
from ....platform.web import Db, Form, HtmlResponse, Request, page, read_form
from ....platform.web.pages import is_htmx
from ..actions import preview_bulk
from ..choosing import Chosen, ChosenForm, chosen
from ..offering import choices_for
from ..presenting import previewed
from ..trying import Tried
from ..verbs import ACTIONS, Action


@post("/bulk/previews", status_code=200)
async def create_bulk_preview(request: Request, db: Db, person: Me) -> HtmlResponse:
    """Without what the verb asks it only says which cases they are, and asks."""
    allow(person, "work_cases")
    picked = await read_form(request, ChosenForm)
    if picked.errors:
        return nothing_chosen(request, picked)
    action, cases = action_named(picked.value.action), chosen(picked.value.case)
    form = await read_form(request, action.form)
    tried = await preview_bulk(db, cases, action, form.value, by=person) if not form.errors else []
    form.errors.clear()
    return page(request, sheet(request), form=form, **await laid_out(db, action, cases, tried))


def action_named(name: str) -> Action:
    if name not in ACTIONS:
        raise NotFound("There is no such verb for many cases.")
    return ACTIONS[name]


def sheet(request: Request) -> str:
    return "desk/bulk/_sheet.html" if is_htmx(request) else "desk/bulk/new.html"


def nothing_chosen(request: Request, picked: Form[Any]) -> HtmlResponse:
    words = next(iter(picked.errors.values())) if "case" in picked.typed else "Choose at least one case first."
    return page(request, "desk/bulk/nothing.html", status=422, words=words)


async def laid_out(db: Session, action: Action, cases: list[Chosen], tried: list[Tried]) -> dict[str, Any]:
    known = {line.id: line for line in await cases_with_ids(db, [one.case_id for one in cases])}
    lines = previewed(cases, tried, known)
    return {
        "action": action, "lines": lines, "is_tried": bool(tried), "will": sum(line.outcome == "done" for line in lines) if tried else len(lines),
        **await choices_for(db, action.name),
    }  # fmt: skip


HANDLERS = [create_bulk_preview]
