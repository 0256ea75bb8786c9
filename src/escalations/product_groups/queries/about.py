"""One escalation, and what it stands on."""

from sqlmodel import col, select

from ...cases.models import Case
from ...customers.models import Customer
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Escalation


async def escalation_for(db: Session, person: Person, ref: str) -> Escalation:
    """The one door to an escalation. What a person may not see does not exist."""
    found = (await db.exec(select(Escalation).where(Escalation.id == id_of(ref, "E")))).one_or_none()
    if found is None:
        raise NotFound(f"There is no escalation {ref}, or it is not yours to see.")
    return found


async def escalation_with_id(db: Session, escalation_id: int) -> Escalation | None:
    return (await db.exec(select(Escalation).where(Escalation.id == escalation_id))).one_or_none()


async def hold(db: Session, escalation: Escalation) -> Case:
    """Lock the case, then the escalation, always in this order, and see both as they now are."""
    locked = select(Case).where(Case.id == escalation.case_id).with_for_update(key_share=True)
    case = (await db.exec(locked.execution_options(populate_existing=True))).one()
    await db.refresh(escalation, with_for_update={"key_share": True})
    return case


async def case_of(db: Session, escalation: Escalation) -> tuple[Case, Customer]:
    query = select(Case, Customer).join(Customer, col(Customer.id) == Case.customer_id)
    return (await db.exec(query.where(Case.id == escalation.case_id))).one()


async def names_on(db: Session, escalation: Escalation) -> dict[int, str]:
    ids = [one for one in (escalation.opened_by, escalation.accepted_by, escalation.closed_by) if one]
    return dict((await db.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids)))).all())
