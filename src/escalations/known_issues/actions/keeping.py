"""Every save keeps what the article said from then on."""

from ...platform.db import Session
from ...platform.events import Actor
from ...platform.time import now
from ..accounts import Account
from ..models import Article, ArticleVersion
from ..queries import newest_number
from ..versions import said_by


async def keep_version(
    db: Session, article: Article, account: Account, *, by: Actor, kept: str = "", restored: int | None = None
) -> int:
    """Whoever saves holds the article's lock. Two saves that did not would meet at the key and one of them would fail."""
    number = await newest_number(db, article) + 1
    db.add(
        ArticleVersion(
            boundary=article.boundary, article_id=article.id, number=number, said=said_by(account), kept=kept, restored=restored,
            at=now(), author_id=by.id,
        )
    )  # fmt: skip
    return number
