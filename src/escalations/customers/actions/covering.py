"""Rapid response looks after a customer, or no longer: by contract, for some products and subscriptions, in some hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import CoverEnded, CoverGranted
from ..models import Cover, CoverSubscription, Customer, Subscription
from ..queries import covers_of, standing_cover, standing_covers, subscriptions_of


@dataclass(frozen=True)
class CoverTerms:
    """`products` are keys of the catalogue, `subscriptions` ids; none of either means all."""

    contract: str = ""
    hours: str = "always"
    products: Sequence[str] = ()
    subscriptions: Sequence[int] = ()


EVERYTHING = CoverTerms()


async def grant_cover(
    db: Session, customer: Customer, until: datetime, terms: CoverTerms = EVERYTHING, *, by: Actor
) -> Cover:
    """Rapid response looks after the customer until then. Said of a contract that is there, it changes that one."""
    allow(by, "manage_customers")
    if until <= now():
        raise Refused("That date is in the past. Choose the day on which the cover ends, or end the cover.")
    owned = {one.id: one for one in await subscriptions_of(db, customer)}
    if strange := [one for one in terms.subscriptions if one not in owned]:
        raise Refused(f"{customer.name} has no subscription {strange[0]}. Choose among theirs.")
    cover = await standing_cover(db, customer, terms.contract)
    if cover is not None and await _says(db, customer, cover, until, terms):
        return cover
    was = f"{cover.until:%Y-%m-%d}" if cover and cover.is_active(now()) else None
    if cover is None:
        cover = Cover(
            boundary=customer.boundary, customer_id=customer.id, contract=terms.contract, starts_at=now(), until=until
        )
        db.add(cover)
    elif cover.until <= now():
        cover.starts_at = now()
    cover.until, cover.hours, cover.products = until, terms.hours, sorted(terms.products)
    await db.flush()
    await _limit(db, cover, [owned[one] for one in sorted(terms.subscriptions)])
    await _cache(db, customer)
    event = CoverGranted(until=f"{until:%Y-%m-%d}", was=was, contract=terms.contract, limits=_limits(terms))
    await record(db, event, on=customer, by=by)
    await db.flush()
    return cover


async def end_cover(db: Session, customer: Customer, reason: str, contract: str | None = None, *, by: Actor) -> None:
    """Of one contract, or of all of them."""
    allow(by, "manage_customers")
    standing = [one for one in await standing_covers(db, customer) if contract in (None, one.contract)]
    active = [one for one in standing if one.until > now()]
    if not active:
        return
    for cover in active:
        cover.ended_at, cover.ended_why = now(), reason
    was = max(one.until for one in active)
    await db.flush()
    await _cache(db, customer)
    await record(db, CoverEnded(was=f"{was:%Y-%m-%d}", reason=reason, contract=contract or ""), on=customer, by=by)
    await db.flush()


async def _says(db: Session, customer: Customer, cover: Cover, until: datetime, terms: CoverTerms) -> bool:
    limited = next(ids for one, ids in await covers_of(db, customer) if one.id == cover.id)
    there = (cover.until, cover.hours, cover.products, sorted(limited))
    return there == (until, terms.hours, sorted(terms.products), sorted(terms.subscriptions))


async def _limit(db: Session, cover: Cover, subscriptions: Sequence[Subscription]) -> None:
    await db.execute(delete(CoverSubscription).where(col(CoverSubscription.cover_id) == cover.id))
    db.add_all(
        CoverSubscription(boundary=cover.boundary, cover_id=cover.id, subscription_id=one.id) for one in subscriptions
    )
    await db.flush()


async def _cache(db: Session, customer: Customer) -> None:
    """The end of what stands; of what was ended, the moment it was."""
    until = [one.until for one in await standing_covers(db, customer) if one.until > now()]
    customer.cover_until = max(until) if until else now()


def _limits(terms: CoverTerms) -> str:
    parts = ["in business hours"] if terms.hours == "business" else []
    parts += [f"for {len(terms.products)} products"] if terms.products else []
    parts += [f"for {len(terms.subscriptions)} subscriptions"] if terms.subscriptions else []
    return ", ".join(parts)
