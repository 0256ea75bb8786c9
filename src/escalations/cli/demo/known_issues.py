"""The known issues of the demo world, read by the same import that a user has, and their links to cases."""

from random import Random

from sqlmodel import select

from ...cases.models import Case
from ...known_issues.actions import import_article, link_article
from ...known_issues.article_files import read_article
from ...known_issues.models import Article
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM
from ...platform.time import time_at
from ..sight import everywhere
from .content import FOLDER

ARTICLES = FOLDER / "known_issues"


async def add_known_issues() -> None:
    async with transaction(everywhere()) as db:
        for path in sorted(ARTICLES.glob("*.md")):
            await import_article(db, read_article(path, ARTICLES), "everywhere", by=SYSTEM)


async def articles_by_slug(db: Session) -> dict[str, Article]:
    found = (await db.exec(select(Article))).all()
    return {article.source_path.removesuffix(".md"): article for article in found if article.source_path}


async def link_to_article(db: Session, random: Random, case: Case, article: Article) -> None:
    """Two of three cases of a known problem were linked by whoever worked on them; closed ones were solved by it."""
    if random.random() < 0.35 or article.boundary not in ("everywhere", case.boundary):
        return
    with time_at(case.closed_at or case.changed_at):
        await link_article(db, case, article, "resolved_by" if case.closed_at else "referenced", by=SYSTEM)
