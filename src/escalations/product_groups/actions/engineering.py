"""One engineering issue answers many escalations: what becomes of it closes the loop on all of them."""

from ...catalog import catalogue
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import (
    EngineeringIssueDeclined,
    EngineeringIssueFixed,
    EngineeringIssueOpened,
    EngineeringIssueReopened,
    EscalationLinkedToIssue,
    EscalationUnlinkedFromIssue,
)
from ..models import EngineeringIssue, EngineeringIssueLink, Escalation, name_of_group
from ..queries import hold, hold_issue, issue_link_of


async def open_engineering_issue(
    db: Session, boundary: str, product_group: str, title: str, description: str, *, by: Actor
) -> EngineeringIssue:
    _allow(by, product_group)
    if product_group not in catalogue().product_groups:
        raise Refused("Choose one of the product groups.")
    issue = EngineeringIssue(
        boundary=boundary, product_group=product_group, title=title.strip(), description=description.strip(), opened_by=by.id, opened_at=now()
    )  # fmt: skip
    db.add(issue)
    await db.flush()
    await record(db, EngineeringIssueOpened(issue_id=issue.id, product_group=product_group), on=issue, by=by)
    return issue


async def link_to_issue(db: Session, issue: EngineeringIssue, escalation: Escalation, *, by: Actor) -> None:
    """An escalation is answered by one issue. Linked to one that is fixed already, it is to be resolved with that answer."""
    _allow(by, issue.product_group)
    await hold(db, escalation)
    await hold_issue(db, issue)
    standing = await issue_link_of(db, escalation)
    if standing is not None and standing.issue_id == issue.id:
        return
    if standing is not None:
        raise Refused(f"{escalation.ref} is linked to EI-{standing.issue_id}. Take it off there first.")
    if escalation.product_group != issue.product_group:
        raise Refused(
            f"{escalation.ref} is with {escalation.group_name}, {issue.ref} is of {issue.group_name}. Transfer it first."
        )
    if not escalation.is_open or not issue.is_open:
        ended = escalation if not escalation.is_open else issue
        raise Refused(f"{ended.ref} is {ended.state_in_words}. Only what is open is linked.")
    db.add(
        EngineeringIssueLink(
            boundary=issue.boundary, issue_id=issue.id, escalation_id=escalation.id, at=now(), author_id=by.id, author_name=by.name
        )
    )  # fmt: skip
    await db.flush()
    fact = EscalationLinkedToIssue(issue_id=issue.id, product_group=issue.product_group, escalation=escalation.ref)
    await record(db, fact, on=issue, by=by, topics=(escalation.subject, escalation.thread))


async def unlink_from_issue(db: Session, issue: EngineeringIssue, escalation: Escalation, *, by: Actor) -> None:
    _allow(by, issue.product_group)
    await hold_issue(db, issue)
    standing = await issue_link_of(db, escalation)
    if standing is None or standing.issue_id != issue.id:
        return
    standing.removed_at = now()
    fact = EscalationUnlinkedFromIssue(issue_id=issue.id, product_group=issue.product_group, escalation=escalation.ref)
    await record(db, fact, on=issue, by=by, topics=(escalation.subject,))


async def fix_engineering_issue(db: Session, issue: EngineeringIssue, outcome: str, *, by: Actor) -> None:
    """The escalations are resolved by a reaction, each with its cases."""
    await _end(db, issue, "fixed", outcome, EngineeringIssueFixed, by)


async def decline_engineering_issue(db: Session, issue: EngineeringIssue, outcome: str, *, by: Actor) -> None:
    """It stays as it is. The escalations are returned as working as designed, with the reason."""
    await _end(db, issue, "declined", outcome, EngineeringIssueDeclined, by)


async def reopen_engineering_issue(db: Session, issue: EngineeringIssue, reason: str, *, by: Actor) -> None:
    """It was not fixed after all. The escalations that it had resolved are open again by a reaction."""
    _allow(by, issue.product_group)
    await hold_issue(db, issue)
    if issue.is_open:
        return
    issue.state, issue.ended_at, issue.outcome = "open", None, ""
    fact = EngineeringIssueReopened(issue_id=issue.id, product_group=issue.product_group, reason=reason.strip())
    await record(db, fact, on=issue, by=by)


async def _end(
    db: Session, issue: EngineeringIssue, state: str, outcome: str,
    fact: type[EngineeringIssueFixed] | type[EngineeringIssueDeclined], by: Actor,
) -> None:  # fmt: skip
    _allow(by, issue.product_group)
    await hold_issue(db, issue)
    if issue.state == state:
        return
    if not issue.is_open:
        raise Refused(f"{issue.ref} is {issue.state_in_words} already. Reopen it first.")
    issue.state, issue.outcome, issue.ended_at = state, outcome.strip(), now()
    await record(db, fact(issue_id=issue.id, product_group=issue.product_group), on=issue, by=by)


def _allow(by: Actor, product_group: str) -> None:
    allow(by, "decide_escalations")
    if isinstance(by, Person) and by.product_group != product_group:
        raise NotAllowed(f"That is for {name_of_group(product_group)} to decide.")
