"""Which cases an escalation stands for, and which engineering issue answers it."""

from litestar import post

from ...cases.queries import case_for
from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import add_case, link_to_issue, open_engineering_issue, remove_case
from ..forms import AddCase, LinkIssue, RemoveCase
from ..models import Escalation
from ..queries import issue_for
from .deciding import decide


@post("/escalations/{ref:str}/cases")
async def create_case_on_escalation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: AddCase) -> str:
        case = await case_for(db, person, value.case.strip())
        await add_case(db, escalation, case, by=person)
        return f"{case.ref} waits for {escalation.ref}, too."

    return await decide(request, db, person, ref, AddCase, "cases", act)


@post("/escalations/{ref:str}/case-removals")
async def create_case_removal(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: RemoveCase) -> str:
        case = await case_for(db, person, value.case.strip())
        await remove_case(db, escalation, case, value.reason, by=person)
        return f"{case.ref} no longer waits for {escalation.ref}."

    return await decide(request, db, person, ref, RemoveCase, "cases", act)


@post("/escalations/{ref:str}/engineering-issue")
async def create_issue_link(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: LinkIssue) -> str:
        if value.issue:
            issue = await issue_for(db, person, value.issue.strip())
        else:
            group = escalation.product_group
            issue = await open_engineering_issue(
                db, escalation.boundary, group, value.title, value.description, by=person
            )
        await link_to_issue(db, issue, escalation, by=person)
        return f"{issue.ref} answers {escalation.ref}."

    return await decide(request, db, person, ref, LinkIssue, "issue", act)


HANDLERS = [create_case_on_escalation, create_case_removal, create_issue_link]
