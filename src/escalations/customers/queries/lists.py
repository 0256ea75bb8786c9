"""Customers by name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import col, select

from ...platform.db import Session
from ..models import PLANS, Customer
from .searching import meant


@dataclass(frozen=True)
class CustomerLine:
    """A customer as a list shows it."""

    id: int
    name: str
    industry: str
    plan: str
    boundary: str
    cover_until: datetime | None

    @property
    def ref(self) -> str:
        return f"CU-{self.id}"

    @property
    def plan_name(self) -> str:
        return PLANS[self.plan]

    def is_covered(self, at: datetime) -> bool:
        return self.cover_until is not None and at < self.cover_until


async def customers_in_sight(
    db: Session, text: str = "", limit: int = 50, *, after: int | None = None, covered_at: datetime | None = None
) -> list[CustomerLine]:
    """By name. `text` is words of the name, a ref, or a subscription's code; `after` the last customer of the page before."""
    line = (Customer.id, Customer.name, Customer.industry, Customer.plan, Customer.boundary, Customer.cover_until)
    query = select(*line).order_by(Customer.name, col(Customer.id)).limit(limit)  # type: ignore[call-overload]
    if text.strip():
        query = query.where(await meant(db, text, limit=limit, after=after, covered_at=covered_at))
    if after is not None:
        last = select(Customer.name, Customer.id).where(Customer.id == after).scalar_subquery()
        query = query.where(tuple_(Customer.name, Customer.id) > last)
    if covered_at is not None:
        query = query.where(col(Customer.cover_until) > covered_at)
    return [CustomerLine(*row) for row in (await db.exec(query)).all()]
