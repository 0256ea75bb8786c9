"""An article revised over the version one had read."""

from ...people.roles import allow
from ...platform.db import Session, nothing_to_record
from ...platform.errors import expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import Account, Source
from ..events import ArticleRevised
from ..impossible import refuse_impossible
from ..models import Article


async def revise_article(
    db: Session, article: Article, account: Account, version: int, *, by: Actor, source: Source | None = None
) -> Article:
    """Raises Stale when somebody saved meanwhile. Without a `source` people have the last word over the imported file."""
    allow(by, "edit_articles")
    expect_version(article, version)
    refuse_impossible(account)
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
