"""Articles, lists of them, and their links to cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func
from sqlmodel import and_, col, or_, select

from ...cases.models import Case
from ...cases.queries.merged import seen_together
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ..models import Article, CaseKnownIssue

PAGE = 50
BEGINNING = 1_200


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What a list shows. `before` is the change time and id of the last row of the page before."""

    family: str | None = None
    confidence: str | None = None
    state: str | None = None
    before: tuple[datetime, int] | None = None


async def article_for(db: Session, person: Person, ref: str, *, lock: bool = False) -> Article:
    """The one door to an article. What a person may not see does not exist. A verb locks its case before its article."""
    found = await article_with_id(db, id_of(ref, "KI"), lock=lock)
    if found is None:
        raise NotFound(f"There is no known issue {ref}, or it is not yours to see.")
    return found


async def article_with_id(db: Session, article_id: int, *, lock: bool = False) -> Article | None:
    query = select(Article).where(Article.id == article_id)
    return (await db.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()


async def article_from(db: Session, boundary: str, source_path: str) -> Article | None:
    """The article that was imported from this file."""
    from_there = (Article.boundary == boundary, Article.source_path == source_path)
    return (await db.exec(select(Article).where(*from_there))).one_or_none()


_LINE = (
    Article.id, Article.boundary, Article.title, Article.family, Article.products, Article.confidence, Article.audience,
    Article.state, Article.fix_eta, Article.fixed_in, Article.changed_at,
)  # fmt: skip


async def articles(db: Session, narrowing: Narrowing) -> Sequence[Row[Any]]:
    """Columns of the newest first. Archived ones only when they are asked for."""
    query = select(*_LINE).where(*_kept(narrowing))  # type: ignore[call-overload]
    if narrowing.before is not None:
        at, last = narrowing.before
        query = query.where(or_(Article.changed_at < at, and_(Article.changed_at == at, Article.id < last)))
    return (await db.exec(query.order_by(col(Article.changed_at).desc(), col(Article.id).desc()).limit(PAGE))).all()  # type: ignore[no-any-return]


async def articles_among(db: Session, ids: Sequence[int], narrowing: Narrowing) -> Sequence[Row[Any]]:
    """Columns of these, in their order."""
    query = select(*_LINE).where(col(Article.id).in_(ids), *_kept(narrowing))  # type: ignore[call-overload]
    place = {article_id: place for place, article_id in enumerate(ids)}
    return sorted((await db.exec(query)).all(), key=lambda row: place[row.id])


def _kept(narrowing: Narrowing) -> list[Any]:
    kept: list[Any] = (
        [Article.confidence == narrowing.confidence] if narrowing.confidence else [Article.confidence != "archived"]
    )
    if narrowing.family:
        kept.append(Article.family == narrowing.family)
    if narrowing.state:
        kept.append(Article.state == narrowing.state)
    return kept


async def link_between(db: Session, case: Case, article: Article) -> CaseKnownIssue | None:
    """Its own, else of a case that is merged into it."""
    here = col(CaseKnownIssue.case_id).in_(await seen_together(db, case))
    query = select(CaseKnownIssue).where(here, CaseKnownIssue.article_id == article.id)
    return (await db.exec(query.order_by(col(CaseKnownIssue.case_id) != case.id).limit(1))).first()


async def links_of(db: Session, case: Case) -> Sequence[Row[Any]]:
    """(link, title, state, confidence, fixed_in, fix_eta) of everything ever said of this case, in order. What was said of a case
    that is merged into it stands as long as nothing is said of itself."""
    told = (Article.title, Article.state, Article.confidence, Article.fixed_in, Article.fix_eta)
    query = select(CaseKnownIssue, *told).join(Article, col(Article.id) == CaseKnownIssue.article_id)  # type: ignore[call-overload]
    here = query.where(col(CaseKnownIssue.case_id).in_(await seen_together(db, case)))
    rows = (await db.exec(here.order_by(col(CaseKnownIssue.case_id) == case.id, CaseKnownIssue.at))).all()
    return sorted({row[0].article_id: row for row in rows}.values(), key=lambda row: row[0].at)


async def cases_linked_to(db: Session, article: Article, *, limit: int = 50) -> Sequence[Row[Any]]:
    """(case id, title, closed_at, kind, at) in the reader's sight, newest link first."""
    told = (Case.id, Case.title, Case.severity, Case.closed_at, CaseKnownIssue.kind, CaseKnownIssue.at)
    query = select(*told).join(CaseKnownIssue, col(CaseKnownIssue.case_id) == Case.id)  # type: ignore[call-overload]
    mine = query.where(CaseKnownIssue.article_id == article.id, CaseKnownIssue.kind != "not_helpful")
    return (await db.exec(mine.order_by(col(CaseKnownIssue.at).desc()).limit(limit))).all()  # type: ignore[no-any-return]


async def uses_of(db: Session, article_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """By article: how many cases in the reader's sight it solved, was linked to, and did not help."""
    query = select(CaseKnownIssue.article_id, CaseKnownIssue.kind, func.count()).where(
        col(CaseKnownIssue.article_id).in_(article_ids)
    )
    found: dict[int, dict[str, int]] = {article_id: {} for article_id in article_ids}
    for article_id, kind, count in (
        await db.exec(query.group_by(col(CaseKnownIssue.article_id), CaseKnownIssue.kind))
    ).all():
        found[article_id][kind] = count
    return found


async def articles_open_to(db: Session, case: Case, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Columns of those that nobody said anything of on this case, and that are not archived."""
    said = select(CaseKnownIssue.article_id).where(col(CaseKnownIssue.case_id).in_(await seen_together(db, case)))
    query = select(*_LINE, Article.error_codes).where(  # type: ignore[call-overload]
        col(Article.id).in_(ids), Article.confidence != "archived", col(Article.id).not_in(said)
    )
    return {row.id: row for row in (await db.exec(query)).all()}


async def taught_by(db: Session) -> Sequence[Row[Any]]:
    """Title, beginning, codes and family of every article that is good for something: what a model of texts can learn from."""
    beginning = func.left(col(Article.body), BEGINNING).label("beginning")
    query = select(Article.title, beginning, Article.error_codes, Article.family)
    kept = col(Article.confidence).in_(("validated", "not_validated"))
    return (await db.execute(query.where(kept).order_by(col(Article.id)))).all()


async def articles_after(db: Session, boundary: str, last: int, at_most: int) -> list[Article]:
    """Of one boundary, in the order of their numbers."""
    query = select(Article).where(Article.boundary == boundary, col(Article.id) > last)
    return list((await db.exec(query.order_by(col(Article.id)).limit(at_most))).all())
