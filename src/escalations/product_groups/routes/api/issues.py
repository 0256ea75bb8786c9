"""Engineering issues for programs."""

from litestar import get, post
from litestar.params import FromQuery, JSONBody

from ....people.access import Me
from ....people.queries import open_boundaries
from ....platform.db import Session
from ....platform.errors import NotFound
from ....platform.web import Db, Ref
from ...actions import (
    decline_engineering_issue,
    fix_engineering_issue,
    link_to_issue,
    open_engineering_issue,
    reopen_engineering_issue,
    unlink_from_issue,
)
from ...forms import EndIssue, ReopenEscalation
from ...models import EngineeringIssue
from ...queries import escalation_for, escalations_on, issue_for, issue_lines
from .shapes import IssueIn, IssueLineOut, IssueOut, WholeIssueOut


@get("/api/engineering-issues")
async def list_issues(db: Db, person: Me, view: FromQuery[str] = "") -> list[IssueLineOut]:
    """Open ones of one's group, or with `view=ended` those that have ended."""
    lines = await issue_lines(db, person.product_group, ended=view == "ended")
    return [IssueLineOut(**dict(IssueOut.of(row[0])), escalations=row[1], cases=row[2]) for row in lines]


@post("/api/engineering-issues")
async def create_issue(db: Db, person: Me, data: JSONBody[IssueIn]) -> IssueOut:
    if data.boundary not in await open_boundaries(db, person):
        raise NotFound(f"There is no cloud {data.boundary} that you may see.")
    issue = await open_engineering_issue(db, data.boundary, data.product_group, data.title, data.description, by=person)
    return await _after(db, issue)


@get("/api/engineering-issues/{ref:str}")
async def read_issue(db: Db, person: Me, ref: Ref) -> WholeIssueOut:
    issue = await issue_for(db, person, ref)
    its = [one.ref for one in await escalations_on(db, issue)]
    return WholeIssueOut(**dict(IssueOut.of(issue)), escalations=its)


@post("/api/engineering-issues/{ref:str}/escalations/{escalation_ref:str}")
async def create_issue_link(db: Db, person: Me, ref: Ref, escalation_ref: Ref) -> IssueOut:
    issue = await issue_for(db, person, ref)
    await link_to_issue(db, issue, await escalation_for(db, person, escalation_ref), by=person)
    return await _after(db, issue)


@post("/api/engineering-issues/{ref:str}/escalations/{escalation_ref:str}/removal")
async def create_issue_unlinking(db: Db, person: Me, ref: Ref, escalation_ref: Ref) -> IssueOut:
    issue = await issue_for(db, person, ref)
    await unlink_from_issue(db, issue, await escalation_for(db, person, escalation_ref), by=person)
    return await _after(db, issue)


@post("/api/engineering-issues/{ref:str}/fix")
async def create_fix(db: Db, person: Me, ref: Ref, data: JSONBody[EndIssue]) -> IssueOut:
    issue = await issue_for(db, person, ref)
    await fix_engineering_issue(db, issue, data.outcome, by=person)
    return await _after(db, issue)


@post("/api/engineering-issues/{ref:str}/refusal")
async def create_refusal(db: Db, person: Me, ref: Ref, data: JSONBody[EndIssue]) -> IssueOut:
    issue = await issue_for(db, person, ref)
    await decline_engineering_issue(db, issue, data.outcome, by=person)
    return await _after(db, issue)


@post("/api/engineering-issues/{ref:str}/reopening")
async def create_issue_reopening(db: Db, person: Me, ref: Ref, data: JSONBody[ReopenEscalation]) -> IssueOut:
    issue = await issue_for(db, person, ref)
    await reopen_engineering_issue(db, issue, data.reason, by=person)
    return await _after(db, issue)


async def _after(db: Session, issue: EngineeringIssue) -> IssueOut:
    await db.flush()
    return IssueOut.of(issue)


HANDLERS = [
    list_issues, create_issue, read_issue, create_issue_link, create_issue_unlinking, create_fix, create_refusal, create_issue_reopening,
]  # fmt: skip
