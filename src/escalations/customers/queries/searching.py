"""Which customers some words may mean."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, func, literal, union
from sqlalchemy import select as columns
from sqlmodel import and_, col, or_, select

from ...platform.db import Session, rows_of
from ...platform.errors import NotFound, id_of
from ..models import Customer, Subscription

SHORTEST = 3
"""Letters from which on the index of parts of names tells anything."""


async def meant(
    db: Session, text: str, *, limit: int, after: int | None, covered_at: datetime | None
) -> ColumnElement[bool]:
    """Words of the name, a ref, or a subscription's code. Asked first and by itself, so that each way is found by its own index.
    What is shorter so many names have that a page of them is soon read off their order."""
    words = text.split()
    longest = max(words, key=len)
    if len(longest) < SHORTEST:
        named = and_(*(col(Customer.name).icontains(word, autoescape=True) for word in words))
        return or_(named, col(Customer.id).in_(_with_code(text)), *_with_ref(words))
    last = select(Customer.name).where(Customer.id == after).scalar_subquery()
    parts = [_part(word) for word in words]
    called = func.customers_named(_part(longest), literal(parts, ARRAY(Text)), last, after, covered_at, limit)
    others = [columns(col(Customer.id)).where(condition) for condition in _with_ref(words)]
    found = await rows_of(db, union(columns(called), _with_code(text), *others))
    return col(Customer.id).in_([row[0] for row in found])


def _part(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _with_code(text: str) -> Select[Any]:
    query: Select[Any] = columns(col(Subscription.customer_id))
    return query.where(col(Subscription.code) == text.strip())


def _with_ref(words: list[str]) -> list[ColumnElement[bool]]:
    try:
        return [col(Customer.id) == id_of(words[0], "CU")] if len(words) == 1 else []
    except NotFound:
        return []
