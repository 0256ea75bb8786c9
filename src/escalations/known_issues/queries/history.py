"""Versions and flags of an article."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlmodel import col, func, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound
from ..models import Article, ArticleFlag, ArticleVersion

SHOWN = 200


async def newest_number(db: Session, article: Article) -> int:
    query = select(func.max(ArticleVersion.number)).where(ArticleVersion.article_id == article.id)
    return (await db.exec(query)).one() or 0


async def versions_of(db: Session, article: Article) -> Sequence[Row[Any]]:
    """(number, at, kept, restored, author), newest first."""
    told: Any = (
        ArticleVersion.number,
        ArticleVersion.at,
        ArticleVersion.kept,
        ArticleVersion.restored,
        col(Person.name).label("author"),
    )
    query = select(*told).outerjoin(Person, col(Person.id) == ArticleVersion.author_id)
    mine = query.where(ArticleVersion.article_id == article.id).order_by(col(ArticleVersion.number).desc()).limit(SHOWN)
    return (await db.execute(mine)).all()


async def version_of(db: Session, article: Article, number: int) -> ArticleVersion:
    query = select(ArticleVersion).where(ArticleVersion.article_id == article.id, ArticleVersion.number == number)
    found = (await db.exec(query)).one_or_none()
    if found is None:
        raise NotFound(f"{article.ref} has no version {number}.")
    return found


async def open_flags_of(db: Session, article: Article) -> Sequence[Row[Any]]:
    """(id, comment, at, author), oldest first."""
    told: Any = (ArticleFlag.id, ArticleFlag.comment, ArticleFlag.at, col(Person.name).label("author"))
    query = select(*told).outerjoin(Person, col(Person.id) == ArticleFlag.author_id)
    mine = query.where(ArticleFlag.article_id == article.id, col(ArticleFlag.settled_at).is_(None))
    return (await db.execute(mine.order_by(col(ArticleFlag.id)).limit(SHOWN))).all()


async def open_flag_saying(db: Session, article: Article, comment: str) -> ArticleFlag | None:
    same = (ArticleFlag.article_id == article.id, ArticleFlag.comment == comment, col(ArticleFlag.settled_at).is_(None))
    return (await db.exec(select(ArticleFlag).where(*same).limit(1))).one_or_none()


async def flag_of(db: Session, article: Article, flag_id: int) -> ArticleFlag:
    mine = (ArticleFlag.article_id == article.id, ArticleFlag.id == flag_id)
    found = (await db.exec(select(ArticleFlag).where(*mine).with_for_update())).one_or_none()
    if found is None:
        raise NotFound(f"{article.ref} has no such flag.")
    return found
