"""Engineering issues: the list by how many wait, one with all that waits for it, and what became of it."""

from typing import Any

from litestar import get, post

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.trail import trail_of
from ...platform.web import Db, HtmlResponse, Ref, Request, changed, conflict, invalid, page, read_form
from ..actions import decline_engineering_issue, fix_engineering_issue, reopen_engineering_issue
from ..actions.ending import of_the_group
from ..forms import EndIssue, ReopenEscalation
from ..models import EngineeringIssue
from ..queries import cases_behind, escalations_on, issue_for, issue_lines

VERBS = {"fix": fix_engineering_issue, "refusal": decline_engineering_issue}


@get("/engineering-issues")
async def index_issues(request: Request, db: Db, person: Me) -> HtmlResponse:
    """Of one's own group; whoever has none sees all."""
    ended = request.query_params.get("view") == "ended"
    lines = await issue_lines(db, person.product_group, ended=ended)
    return page(request, "product_groups/issues/index.html", lines=lines, ended=ended, topics=["engineering_issue"])


@get("/engineering-issues/{ref:str}")
async def show_issue(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    issue = await issue_for(db, person, ref)
    return page(request, "product_groups/issues/show.html", topics=[issue.subject], **await _about(db, person, issue))


@post("/engineering-issues/{ref:str}/fix")
async def create_fix(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return await _end(request, db, person, ref, "fix", "Every case that waits for it gets the turn back.")


@post("/engineering-issues/{ref:str}/refusal")
async def create_refusal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return await _end(request, db, person, ref, "refusal", "The escalations go back with your reason.")


@post("/engineering-issues/{ref:str}/reopening")
async def create_issue_reopening(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    issue = await issue_for(db, person, ref)
    form = await read_form(request, ReopenEscalation)
    if form.errors:
        return invalid(request, "product_groups/issues/_reopening.html", form, issue=issue)
    await reopen_engineering_issue(db, issue, form.value.reason, by=person)
    return await _told(request, db, person, issue, f"{issue.ref} is open again.")


async def _end(request: Request, db: Session, person: Person, ref: str, verb: str, toast: str) -> HtmlResponse:
    issue = await issue_for(db, person, ref)
    form = await read_form(request, EndIssue)
    template = f"product_groups/issues/_{verb}.html"
    if form.errors:
        return invalid(request, template, form, issue=issue)
    try:
        await VERBS[verb](db, issue, form.value.outcome, by=person)
    except Refused as refused:
        return conflict(request, template, form.refuse("", str(refused)), issue=issue)
    return await _told(request, db, person, issue, toast)


async def _told(request: Request, db: Session, person: Person, issue: EngineeringIssue, toast: str) -> HtmlResponse:
    about = await _about(db, person, issue)
    return changed(
        request, "product_groups/issues/changed.html", page=f"/engineering-issues/{issue.ref}", toast=toast, **about
    )


async def _about(db: Session, person: Person, issue: EngineeringIssue) -> dict[str, Any]:
    await db.flush()
    return {
        "issue": issue,
        "escalations": await escalations_on(db, issue),
        "cases": await cases_behind(db, issue),
        "trail": list(reversed(await trail_of(db, issue.subject))),
        "may_end": of_the_group(person, issue.product_group),
    }


HANDLERS = [index_issues, show_issue, create_fix, create_refusal, create_issue_reopening]
