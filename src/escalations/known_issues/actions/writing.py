"""Writing an article."""

from collections.abc import Iterable

from ...cases.models import Case
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
from ..impossible import refuse_impossible, refuse_past_fix
from ..models import EVERYWHERE, Article
from ..personal_facts import NOBODY, findings_in
from ..queries import about_case, about_text
from .checking import hold_personal_facts
from .flagging import flag_article
from .keeping import keep_version


async def add_article(
    db: Session,
    boundary: str,
    account: Account,
    *,
    by: Actor,
    confidence: str = "work_in_progress",
    source: Source | None = None,
    case: Case | None = None,
    kept: str = "",
) -> Article:
    """`case` is where it is written, whose customer it must not name. A file is not refused for that, but flagged."""
    allow(by, "edit_articles")
    if boundary != EVERYWHERE and boundary not in await _open_to(db, by):
        raise Refused(f"You are not cleared for {boundary}. Choose a boundary that you may see, or everywhere.")
    refuse_impossible(account, boundary)
    if source is None:
        refuse_past_fix(account)
        await hold_personal_facts(db, account, await about_case(db, case) if case else NOBODY, kept)
    article = Article(
        boundary=boundary, **vars(account), confidence=confidence, created_at=now(), changed_at=now(),
        owner_id=by.id if isinstance(by, Person) else None,
        source_path=source.path if source else None, source_hash=source.hash if source else None,
    )  # fmt: skip
    db.add(article)
    await db.flush()
    await keep_version(db, article, account, by=by, kept=kept)
    added = ArticleAdded(family=account.family, source=source.path if source else None, kept=kept)
    await record(db, added, on=article, by=by)
    if source is not None:
        await flag_personal_facts(db, article, account, by=by)
    return article


async def flag_personal_facts(db: Session, article: Article, account: Account, *, by: Actor) -> None:
    if findings := findings_in(account, await about_text(db, account.words)):
        kinds = ", ".join(dict.fromkeys(finding.fact.kind for finding in findings))
        await flag_article(
            db, article, f"The imported text holds {kinds}, such as “{findings[0].fact.quote[:60]}”.", by=by
        )


async def _open_to(db: Session, by: Actor) -> Iterable[str]:
    return await open_boundaries(db, by) if isinstance(by, Person) else catalogue().boundaries
