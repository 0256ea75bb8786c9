"""An article from a file: added once, revised when the file changed, left alone when people changed it here."""

from typing import Literal

from ...platform.db import Session
from ...platform.events import SYSTEM, Actor
from ..accounts import ArticleFile
from ..queries import article_from
from .revising import revise_article
from .writing import add_article

Imported = Literal["added", "revised", "unchanged", "kept"]


async def fate_of(db: Session, file: ArticleFile, boundary: str) -> Imported:
    """What an import of this file would do. `kept` says that people changed the article since, so theirs stands."""
    existing = await article_from(db, boundary, file.source.path)
    if existing is None:
        return "added"
    if existing.source_hash == "":
        return "kept"
    return "unchanged" if existing.source_hash == file.source.hash else "revised"


async def import_article(
    db: Session, file: ArticleFile, boundary: str, *, confidence: str = "not_validated", by: Actor = SYSTEM
) -> Imported:
    """What the file says of its own boundary and confidence counts more than what is given here."""
    boundary = file.boundary or boundary
    fate = await fate_of(db, file, boundary)
    if fate == "added":
        await add_article(
            db, boundary, file.account, by=by, confidence=file.confidence or confidence, source=file.source
        )
    if fate == "revised":
        existing = await article_from(db, boundary, file.source.path)
        assert existing is not None
        await revise_article(db, existing, file.account, existing.version, by=by, source=file.source)
    return fate
