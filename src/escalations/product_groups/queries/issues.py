"""Engineering issues, and what each answers."""

from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import col, select

from ...cases.models import Case
from ...customers.models import Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import EngineeringIssue, EngineeringIssueLink, Escalation, EscalationCase

MOST = 200


async def issue_for(db: Session, person: Person, ref: str) -> EngineeringIssue:
    """The one door to an engineering issue."""
    found = await issue_with_id(db, id_of(ref, "EI"))
    if found is None:
        raise NotFound(f"There is no engineering issue {ref}, or it is not yours to see.")
    return found


async def issue_with_id(db: Session, issue_id: int) -> EngineeringIssue | None:
    return (await db.exec(select(EngineeringIssue).where(EngineeringIssue.id == issue_id))).one_or_none()


async def hold_issue(db: Session, issue: EngineeringIssue) -> None:
    await db.flush()
    await db.refresh(issue, with_for_update={"key_share": True})


async def issue_link_of(db: Session, escalation: Escalation) -> EngineeringIssueLink | None:
    query = select(EngineeringIssueLink).where(EngineeringIssueLink.escalation_id == escalation.id)
    return (await db.exec(query.where(col(EngineeringIssueLink.removed_at).is_(None)))).one_or_none()


async def issue_of(db: Session, escalation: Escalation) -> EngineeringIssue | None:
    standing = await issue_link_of(db, escalation)
    return await issue_with_id(db, standing.issue_id) if standing else None


async def escalations_on(db: Session, issue: EngineeringIssue) -> list[Escalation]:
    query = select(Escalation).join(EngineeringIssueLink, col(EngineeringIssueLink.escalation_id) == Escalation.id)
    its = query.where(EngineeringIssueLink.issue_id == issue.id, col(EngineeringIssueLink.removed_at).is_(None))
    return list((await db.exec(its.order_by(col(Escalation.id)))).all())


async def cases_behind(db: Session, issue: EngineeringIssue) -> list[tuple[Case, Customer, int]]:
    """Every case that waits for it, its customer, and the escalation by which it does."""
    query = select(Case, Customer, EscalationCase.escalation_id).join(Customer, col(Customer.id) == Case.customer_id)
    query = query.join(EscalationCase, col(EscalationCase.case_id) == Case.id)
    query = query.join(EngineeringIssueLink, col(EngineeringIssueLink.escalation_id) == EscalationCase.escalation_id)
    its = query.where(
        EngineeringIssueLink.issue_id == issue.id, col(EngineeringIssueLink.removed_at).is_(None), col(EscalationCase.removed_at).is_(None)
    )  # fmt: skip
    return list((await db.exec(its.order_by(col(Case.severity), col(Case.id)))).all())


async def open_issues(db: Session, product_group: str, boundary: str) -> list[EngineeringIssue]:
    query = select(EngineeringIssue).where(
        EngineeringIssue.product_group == product_group,
        EngineeringIssue.boundary == boundary,
        EngineeringIssue.state == "open",
    )
    return list((await db.exec(query.order_by(col(EngineeringIssue.id).desc()).limit(MOST))).all())


async def issue_lines(db: Session, product_group: str | None, *, ended: bool = False) -> list[Any]:
    """Issue, how many escalations, how many cases, and how many of their customers are covered."""
    linked = col(EngineeringIssueLink.issue_id) == EngineeringIssue.id
    standing = col(EngineeringIssueLink.removed_at).is_(None)
    cases = col(EscalationCase.escalation_id) == EngineeringIssueLink.escalation_id
    query = (
        columns(
            EngineeringIssue,
            func.count(func.distinct(EngineeringIssueLink.escalation_id)).label("escalations"),
            func.count(func.distinct(EscalationCase.case_id)).label("cases"),
            func.min(Case.severity).label("severity"),
        )
        .outerjoin(EngineeringIssueLink, linked & standing)
        .outerjoin(EscalationCase, cases & col(EscalationCase.removed_at).is_(None))
        .outerjoin(Case, col(Case.id) == EscalationCase.case_id)
        .group_by(col(EngineeringIssue.id))
        .where((col(EngineeringIssue.state) == "open").is_(not ended))
        .order_by(func.count(func.distinct(EscalationCase.case_id)).desc(), col(EngineeringIssue.id).desc())
    )
    if product_group:
        query = query.where(col(EngineeringIssue.product_group) == product_group)
    return list((await db.execute(query.limit(MOST))).all())
