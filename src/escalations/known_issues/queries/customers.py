"""What the customers are called whose cases an article is about, and those that it names."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from ...cases.gate import EVERYDAY, candidates_in
from ...cases.models import Case
from ...customers.models import Contact, Customer
from ...customers.queries import customers_spoken_of
from ...platform.db import Session
from ..models import Article, CaseKnownIssue
from ..personal_facts import NOBODY, About

MOST = 200
_TOLD = (col(Case.customer_id), col(Case.resources))


async def about_case(db: Session, case: Case) -> About:
    return await _about(db, select(*_TOLD).where(col(Case.id) == case.id))


async def about_article(db: Session, article: Article) -> About:
    """Of the cases that were linked to it last, in the reader's sight."""
    linked = (col(CaseKnownIssue.article_id) == article.id, col(CaseKnownIssue.kind) != "not_helpful")
    query = select(*_TOLD).join(CaseKnownIssue, col(CaseKnownIssue.case_id) == col(Case.id)).where(*linked)
    return await _about(db, query.order_by(col(CaseKnownIssue.at).desc()).limit(MOST))


async def about_text(db: Session, text: str, about: About = NOBODY) -> About:
    """Also the customers that it names, of those in the reader's sight. What everybody says is taken for no name."""
    met = await customers_spoken_of(db, candidates_in(text).names)
    return replace(about, customers=about.customers | {one.name for one in met if one.what not in EVERYDAY})


async def _about(db: Session, cases: Select[Any, Any]) -> About:
    rows = (await db.execute(cases)).all()
    if not rows:
        return About()
    customers = {row.customer_id for row in rows}
    names = (await db.execute(select(col(Customer.name)).where(col(Customer.id).in_(customers)))).scalars().all()
    people = select(col(Contact.name)).where(col(Contact.customer_id).in_(customers)).limit(10 * MOST)
    return About(
        customers=frozenset(names), people=frozenset((await db.execute(people)).scalars()),
        resources=frozenset(_names(resource for row in rows for resource in row.resources)),
    )  # fmt: skip


def _names(resources: Iterable[str]) -> Iterable[str]:
    """A resource by its whole id and by its own name at the end of that."""
    for resource in resources:
        yield resource
        yield resource.rstrip("/").rpartition("/")[2]
