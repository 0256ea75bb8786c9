"""One escalation, and what it stands on."""

from sqlmodel import col, select

from ...cases.models import Case
from ...cases.queries.merged import seen_as, seen_together
from ...customers.models import Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Escalation, EscalationCase


async def escalation_for(db: Session, person: Person, ref: str) -> Escalation:
    """The one door to an escalation. What a person may not see does not exist."""
    found = (await db.exec(select(Escalation).where(Escalation.id == id_of(ref, "E")))).one_or_none()
    if found is None:
        raise NotFound(f"There is no escalation {ref}, or it is not yours to see.")
    return found


async def escalation_with_id(db: Session, escalation_id: int) -> Escalation | None:
    return (await db.exec(select(Escalation).where(Escalation.id == escalation_id))).one_or_none()


async def hold(db: Session, *escalations: Escalation) -> list[Case]:
    """Lock the cases, then the escalations, each in the order of their ids, and see all as they now are. The cases, the leading
    ones first; a merged one is there as its survivor."""
    ids = sorted(one.id for one in escalations)
    its = select(EscalationCase.case_id).where(
        col(EscalationCase.escalation_id).in_(ids), col(EscalationCase.removed_at).is_(None)
    )
    locked = select(Case).where(col(Case.id).in_(seen_as(its))).order_by(col(Case.id)).with_for_update(key_share=True)
    cases = list((await db.exec(locked.execution_options(populate_existing=True))).all())
    for one in sorted(escalations, key=lambda escalation: escalation.id):
        await db.refresh(one, with_for_update={"key_share": True})
    leading = {one.case_id for one in escalations}
    whole = [case for case in cases if case.merged_into_id is None]
    return sorted(whole, key=lambda case: (case.id not in leading, case.id))


async def case_of(db: Session, escalation: Escalation) -> tuple[Case, Customer]:
    query = select(Case, Customer).join(Customer, col(Customer.id) == Case.customer_id)
    return (await db.exec(query.where(Case.id == escalation.case_id))).one()


async def cases_of(db: Session, escalation: Escalation) -> list[tuple[Case, Customer]]:
    """All that wait for the same answer, the one that leads first; a merged one as its survivor."""
    query = select(Case, Customer).join(Customer, col(Customer.id) == Case.customer_id)
    its = select(EscalationCase.case_id).where(
        EscalationCase.escalation_id == escalation.id, col(EscalationCase.removed_at).is_(None)
    )
    whole = query.where(col(Case.id).in_(seen_as(its)), col(Case.merged_into_id).is_(None))
    return list((await db.exec(whole.order_by(col(Case.id) != escalation.case_id, col(Case.id)))).all())


async def links_of(db: Session, escalation: Escalation, case: Case) -> list[EscalationCase]:
    """By which it stands on the case: its own first, then those of cases that are merged into it."""
    here = col(EscalationCase.case_id).in_(await seen_together(db, case))
    query = select(EscalationCase).where(EscalationCase.escalation_id == escalation.id, here)
    standing = query.where(col(EscalationCase.removed_at).is_(None))
    return list((await db.exec(standing.order_by(col(EscalationCase.case_id) != case.id))).all())


async def names_on(db: Session, escalation: Escalation) -> dict[int, str]:
    ids = [one for one in (escalation.opened_by, escalation.accepted_by, escalation.closed_by) if one]
    return dict((await db.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids)))).all())
