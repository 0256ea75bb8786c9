"""When waiting costs a customer more than usual."""

from datetime import datetime

from sqlmodel import col, select

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import BusinessMomentNoted, BusinessMomentWithdrawn
from ..models import BusinessMoment, Customer


async def note_moment(
    db: Session, customer: Customer, name: str, starts_at: datetime, ends_at: datetime, *, by: Actor
) -> BusinessMoment:
    allow(by, "work_cases")
    if ends_at <= starts_at:
        raise Refused("It ends before it begins. Check the two times.")
    if ends_at <= now():
        raise Refused("It is over. Note moments that last or that come.")
    same = (
        BusinessMoment.customer_id == customer.id, BusinessMoment.name == name, BusinessMoment.starts_at == starts_at,
        BusinessMoment.ends_at == ends_at, col(BusinessMoment.withdrawn_at).is_(None),
    )  # fmt: skip
    if there := (await db.exec(select(BusinessMoment).where(*same))).first():
        return there
    moment = BusinessMoment(
        boundary=customer.boundary, customer_id=customer.id, name=name, starts_at=starts_at, ends_at=ends_at
    )
    db.add(moment)
    event = BusinessMomentNoted(name=name, starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())
    await record(db, event, on=customer, by=by)
    await db.flush()
    return moment


async def withdraw_moment(db: Session, customer: Customer, moment: BusinessMoment, *, by: Actor) -> None:
    allow(by, "work_cases")
    if moment.withdrawn_at is None:
        moment.withdrawn_at = now()
        await record(db, BusinessMomentWithdrawn(name=moment.name), on=customer, by=by)
        await db.flush()
