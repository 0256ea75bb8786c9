"""A case closed with what solved it: the article that was begun on it gets what it still lacks, and the link says that it helped."""

from dataclasses import dataclass, replace

from ...cases.actions import close_case
from ...cases.models import Case, CaseClosure
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor
from ..governing import may_change
from ..models import Article
from ..sections import sections_of
from ..versions import account_of
from .linking import mark_solved
from .revising import revise_article
from .trusting import set_confidence


@dataclass(frozen=True, kw_only=True)
class Ending:
    """`solved` and `cause` are for the article where it says nothing of them yet; `note` is for the case, else `solved` is."""

    how: str
    note: str = ""
    solved: str = ""
    cause: str = ""
    kept: str = ""


async def close_with_article(db: Session, case: Case, article: Article, ending: Ending, *, by: Actor) -> CaseClosure:
    """All of it or nothing. An article in progress that now has a resolution is no longer in progress."""
    note = ending.note.strip() or ending.solved.strip() or sections_of(article.body).resolution
    if not note:
        raise Refused("Say what solved it.")
    if article.confidence == "work_in_progress" and may_change(by, article):
        await _complete(db, article, ending, by=by)
    await mark_solved(db, case, article, by=by)
    return await close_case(db, case, ending.how, note, by=by)


async def _complete(db: Session, article: Article, ending: Ending, *, by: Actor) -> None:
    had = sections_of(article.body)
    told = replace(had, resolution=had.resolution or ending.solved.strip(), cause=had.cause or ending.cause.strip())
    if not told.resolution:
        raise Refused(f"{article.ref} has no resolution yet. Write what solved it.")
    if told != had:
        account = replace(account_of(article), body=told.text())
        await revise_article(db, article, account, article.version, by=by, kept=ending.kept)
    await set_confidence(db, article, "not_validated", by=by)
