"""What is covered for a customer, and when trouble would hit them hardest."""

from collections import defaultdict
from datetime import datetime

from sqlmodel import col, select

from ...platform.db import Session
from ...platform.errors import NotFound
from ..models import BusinessMoment, Cover, CoverSubscription, Customer


async def covers_of(db: Session, customer: Customer) -> list[tuple[Cover, list[int]]]:
    """Each with the ids of the subscriptions it is limited to; those that stand first, the newest before the older."""
    query = select(Cover).where(Cover.customer_id == customer.id)
    covers = (await db.exec(query.order_by(col(Cover.ended_at).desc(), col(Cover.until).desc(), col(Cover.id)))).all()
    limited: defaultdict[int, list[int]] = defaultdict(list)
    ids = [cover.id for cover in covers]
    if ids:
        chosen = select(CoverSubscription.cover_id, CoverSubscription.subscription_id)
        for cover_id, subscription_id in (await db.exec(chosen.where(col(CoverSubscription.cover_id).in_(ids)))).all():
            limited[cover_id].append(subscription_id)
    return [(cover, limited[cover.id]) for cover in covers]


async def standing_cover(db: Session, customer: Customer, contract: str) -> Cover | None:
    its = (Cover.customer_id == customer.id, Cover.contract == contract, col(Cover.ended_at).is_(None))
    return (await db.exec(select(Cover).where(*its).with_for_update(key_share=True))).one_or_none()


async def standing_covers(db: Session, customer: Customer) -> list[Cover]:
    its = (Cover.customer_id == customer.id, col(Cover.ended_at).is_(None))
    return list(
        (await db.exec(select(Cover).where(*its).order_by(col(Cover.id)).with_for_update(key_share=True))).all()
    )


async def moments_of(db: Session, customer: Customer, at: datetime) -> list[BusinessMoment]:
    """Those that last or come, the nearest first."""
    its = (BusinessMoment.customer_id == customer.id, col(BusinessMoment.withdrawn_at).is_(None))
    query = select(BusinessMoment).where(*its, BusinessMoment.ends_at > at).order_by(col(BusinessMoment.starts_at))
    return list((await db.exec(query)).all())


async def moment_for(db: Session, customer: Customer, moment_id: int) -> BusinessMoment:
    its = (BusinessMoment.id == moment_id, BusinessMoment.customer_id == customer.id)
    found = (await db.exec(select(BusinessMoment).where(*its).with_for_update(key_share=True))).one_or_none()
    if found is None:
        raise NotFound(f"{customer.name} has no such business moment.")
    return found
