"""Writing an article, revising it over the version one had read, and saying how far it can be trusted."""

from collections.abc import Iterable
from typing import Any

from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.queries import open_boundaries
from ...people.roles import allow
from ...platform.db import Session, nothing_to_record
from ...platform.errors import Refused, expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import Account, Source
from ..events import ArticleAdded, ArticleArchived, ArticleConfidenceSet, ArticleRevised
from ..models import CONFIDENCES, EVERYWHERE, Article


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
    _check(account)
    article = Article(
        boundary=boundary, **vars(account), confidence=confidence, created_at=now(), changed_at=now(),
        owner_id=by.id if isinstance(by, Person) else None,
        source_path=source.path if source else None, source_hash=source.hash if source else None,
    )  # fmt: skip
    db.add(article)
    await db.flush()
    await record(db, ArticleAdded(family=account.family, source=source.path if source else None), on=article, by=by)
    return article


async def revise_article(
    db: Session, article: Article, account: Account, version: int, *, by: Actor, source: Source | None = None
) -> Article:
    """Raises Stale when somebody saved meanwhile. Without a `source` people have the last word over the imported file."""
    allow(by, "edit_articles")
    expect_version(article, version)
    _check(account)
    changed = [name for name, value in vars(account).items() if getattr(article, name) != value]
    if source is not None:
        article.source_hash = source.hash
    if not changed:
        nothing_to_record(db, "the file changed, and what it says did not")
        return article
    was_state = article.state
    for name in changed:
        setattr(article, name, getattr(account, name))
    if source is None and article.source_path is not None:
        article.source_hash = ""
    article.changed_at = now()
    await record(db, ArticleRevised(changed=changed, state=article.state, was_state=was_state), on=article, by=by)
    return article


async def set_confidence(db: Session, article: Article, confidence: str, *, by: Actor) -> Article:
    """Also takes an article out of the archive."""
    allow(by, "edit_articles")
    if confidence not in CONFIDENCES or confidence == "archived":
        raise Refused("Confidence is work in progress, not validated or validated. To archive the article, say why.")
    if article.confidence != confidence:
        event = ArticleConfidenceSet(was=article.confidence, became=confidence)
        article.confidence, article.changed_at = confidence, now()
        await record(db, event, on=article, by=by)
    return article


async def archive_article(db: Session, article: Article, reason: str, *, by: Actor) -> Article:
    """It is found no more, suggested no more and linked no more; what it was linked to stays."""
    allow(by, "edit_articles")
    if not article.is_archived:
        event = ArticleArchived(was=article.confidence, reason=reason)
        article.confidence, article.changed_at = "archived", now()
        await record(db, event, on=article, by=by)
    return article


async def _open_to(db: Session, by: Actor) -> Iterable[str]:
    return await open_boundaries(db, by) if isinstance(by, Person) else catalogue().boundaries


def _check(account: Account) -> None:
    known: dict[str, Any] = dict(catalogue().families)
    if account.family not in known:
        raise Refused(f"There is no family {account.family}. Choose one of: {', '.join(known)}.")
    if account.state == "fixed" and not account.fixed_in:
        raise Refused("Say in which release or update it is fixed.")
