"""Flag it or fix it: who may not change an article says what is wrong with it, and somebody who may settles that."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ArticleFlagged, ArticleFlagSettled
from ..governing import allow_change
from ..models import Article, ArticleFlag
from ..queries import open_flag_saying


async def flag_article(db: Session, article: Article, comment: str, *, by: Actor) -> ArticleFlag:
    """Saying the same again while it is open adds nothing."""
    allow(by, "flag_articles")
    existing = await open_flag_saying(db, article, comment)
    if existing is not None:
        return existing
    flag = ArticleFlag(boundary=article.boundary, article_id=article.id, comment=comment, at=now(), author_id=by.id)
    db.add(flag)
    await db.flush()
    await record(db, ArticleFlagged(flag=flag.id), on=flag, by=by)
    return flag


async def settle_flag(db: Session, article: Article, flag: ArticleFlag, answer: str, *, by: Actor) -> ArticleFlag:
    """`answer` says what was done, or why nothing needs to be."""
    allow_change(by, article)
    if flag.is_open:
        flag.answer, flag.settled_at, flag.settled_by = answer, now(), by.id
        await record(db, ArticleFlagSettled(flag=flag.id, answer=answer), on=flag, by=by)
    return flag
