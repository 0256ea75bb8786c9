"""Writing an article."""

from collections.abc import Iterable

from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import Account, Source
from ..events import ArticleAdded
from ..impossible import refuse_impossible
from ..models import EVERYWHERE, Article


async def add_article(
    db: Session,
    boundary: str,
    account: Account,
    *,
    by: Actor,
    confidence: str = "work_in_progress",
    source: Source | None = None,
) -> Article:
    allow(by, "edit_articles")
    if boundary != EVERYWHERE and boundary not in await _open_to(db, by):
        raise Refused(f"You are not cleared for {boundary}. Choose a boundary that you may see, or everywhere.")
    refuse_impossible(account)
    article = Article(
        boundary=boundary, **vars(account), confidence=confidence, created_at=now(), changed_at=now(),
        owner_id=by.id if isinstance(by, Person) else None,
        source_path=source.path if source else None, source_hash=source.hash if source else None,
    )  # fmt: skip
    db.add(article)
    await db.flush()
    await record(db, ArticleAdded(family=account.family, source=source.path if source else None), on=article, by=by)
    return article


async def _open_to(db: Session, by: Actor) -> Iterable[str]:
    return await open_boundaries(db, by) if isinstance(by, Person) else catalogue().boundaries
