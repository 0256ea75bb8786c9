"""What an article was for a case: it is linked, it solved it, or it was not this."""

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import KnownIssueLinked, KnownIssueUnlinked
from ..models import KINDS, Article, CaseKnownIssue
from ..queries import link_between
from .telling import let_go


async def link_article(db: Session, case: Case, article: Article, kind: str, *, by: Actor) -> CaseKnownIssue:
    """A pair has one link; saying something else of it changes the link. Also on closed cases: late links count."""
    allow(by, "work_cases")
    link = await link_between(db, case, article)
    if link is not None and link.kind == kind:
        return link
    _check(case, article, kind)
    was = link.kind if link else None
    if link is None:
        link = CaseKnownIssue(
            boundary=case.boundary, case_id=case.id, article_id=article.id, article_boundary=article.boundary, kind=kind, at=now()
        )  # fmt: skip
        db.add(link)
    link.kind, link.at, link.by_id = kind, now(), by.id
    await record(db, KnownIssueLinked(article=article.ref, kind=kind, was=was), on=link, by=by)
    if kind == "not_helpful":
        await let_go(db, case, article, f"known issue {article.ref} was not this", by=by)
    return link


async def mark_solved(db: Session, case: Case, article: Article, *, by: Actor) -> CaseKnownIssue:
    return await link_article(db, case, article, "resolved_by", by=by)


async def unlink_article(db: Session, case: Case, article: Article, *, by: Actor) -> None:
    """Also takes back that it was not this; the article may be suggested again. A reply that was prepared because of it goes, and its turn with it."""
    allow(by, "work_cases")
    link = await link_between(db, case, article)
    if link is not None:
        await db.delete(link)
        await record(db, KnownIssueUnlinked(article=article.ref, was=link.kind), on=link, by=by)
        await let_go(db, case, article, f"no longer linked to known issue {article.ref}", by=by)


def _check(case: Case, article: Article, kind: str) -> None:
    if kind not in KINDS:
        raise Refused(f"A link says one of: {', '.join(KINDS)}.")
    if not article.fits(case.boundary):
        raise Refused(f"{article.ref} belongs to {article.boundary} and cannot be linked to a case of {case.boundary}.")
    if article.is_archived and kind != "not_helpful":
        raise Refused(f"{article.ref} is archived. Take it out of the archive first, or link another article.")
