"""Every SELECT about cases that are alike. All of them stay within the case's boundary and the reader's sight."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, text
from sqlmodel import and_, or_, select

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.models import Person
from ...platform.db import Session, straight
from ...platform.errors import id_of
from .models import CaseSimilarity

MOST_SAID, LONGEST_NOTE = 200, 400


async def pair_for(db: Session, person: Person, ref: str, other: str) -> tuple[Case, Case]:
    """Both locked, the lower number first: two people who answer from either side wait for each other."""
    inner, outer = id_of(ref, "C"), id_of(other, "C")
    found = {number: await case_for(db, person, f"C-{number}", lock=True) for number in sorted({inner, outer})}
    return found[inner], found[outer]


class Closed(NamedTuple):
    id: int
    title: str
    family: str
    product: str | None
    error_codes: list[str]
    customer_id: int
    closed_at: datetime
    resolution: str
    note: str


async def closed_among(db: Session, case: Case, ids: Sequence[int]) -> dict[int, Closed]:
    """How they ended, of those that are closed and that nobody linked to this case or set aside."""
    rows = await straight(db, CLOSED, list(ids), case.id or 0, case.boundary)
    return {row[0]: Closed(*row) for row in rows}


async def solved_by(db: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    """By case, the articles that solved it."""
    found: dict[int, list[int]] = {}
    for case_id, article_id in await straight(db, SOLVED, list(ids)):
        found.setdefault(case_id, []).append(article_id)
    return found


async def said_of_them(db: Session, case: Case, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """By closed case, how often each verdict was given from other cases of the same product or with a code in common."""
    found: dict[int, dict[str, int]] = {}
    for other, verdict, number in await straight(
        db, SAID, list(ids), case.id or 0, case.product, list(case.error_codes)
    ):
        found.setdefault(other, {})[verdict] = number
    return found


async def similarity_between(db: Session, case: Case, other: Case) -> CaseSimilarity | None:
    ways = [
        and_(CaseSimilarity.case_id == one.id, CaseSimilarity.other_id == two.id)
        for one, two in ((case, other), (other, case))
    ]
    return (await db.exec(select(CaseSimilarity).where(or_(*ways)))).one_or_none()


async def rejected_for(db: Session, case: Case) -> Sequence[Row[Any]]:
    """(id, title, at, name of who said so), the newest first, whichever of the two it was said on."""
    return (await db.execute(text(REJECTED), {"case": case.id})).all()


async def closed_without_meaning(db: Session, boundary: str, before: int | None, at_most: int) -> list[int]:
    """Cases below this number whose document does not tell what they are about, the newest first."""
    values = {"boundary": boundary, "before": before or 2**62, "most": at_most}
    return list((await db.execute(text(WITHOUT), values)).scalars())


CLOSED = f"""SELECT c.id, c.title, c.family, c.product, c.error_codes, c.customer_id, c.closed_at, e.resolution, left(e.note, {LONGEST_NOTE})
FROM unnest($1::bigint[]) AS wanted (id) JOIN support_case c ON c.id = wanted.id JOIN case_closure e ON e.case_id = c.id
WHERE c.id <> $2::bigint AND c.boundary = $3::text
  AND NOT EXISTS (SELECT FROM case_link l WHERE l.case_id = $2 AND l.other_id = c.id)
  AND NOT EXISTS (SELECT FROM case_link l WHERE l.case_id = c.id AND l.other_id = $2)
  AND NOT EXISTS (SELECT FROM case_similarity s WHERE s.case_id = $2 AND s.other_id = c.id)
  AND NOT EXISTS (SELECT FROM case_similarity s WHERE s.case_id = c.id AND s.other_id = $2)"""
"""The numbers come as rows: compared with a list of them, the statement would be planned anew each time, for longer than it runs."""
SOLVED = """SELECT k.case_id, k.article_id FROM unnest($1::bigint[]) AS wanted (id) JOIN case_known_issue k ON k.case_id = wanted.id
WHERE k.kind = 'resolved_by' ORDER BY k.case_id, k.at, k.article_id"""
SAID = f"""SELECT wanted.id, said.verdict, count(*) FROM unnest($1::bigint[]) AS wanted (id), LATERAL (
  (SELECT s.case_id, s.verdict FROM case_similarity s WHERE s.other_id = wanted.id LIMIT {MOST_SAID})
  UNION ALL (SELECT s.other_id, s.verdict FROM case_similarity s WHERE s.case_id = wanted.id LIMIT {MOST_SAID})) said
JOIN support_case c ON c.id = said.case_id
WHERE c.id <> $2::bigint AND (c.product = $3::text OR c.error_codes && $4::text[]) GROUP BY wanted.id, said.verdict"""
REJECTED = """SELECT c.id, c.title, said.at, p.name AS who FROM (
  SELECT other_id AS id, at, by_id FROM case_similarity WHERE case_id = :case AND verdict = 'rejected'
  UNION ALL SELECT case_id, at, by_id FROM case_similarity WHERE other_id = :case AND verdict = 'rejected') said
JOIN support_case c ON c.id = said.id LEFT JOIN person p ON p.id = said.by_id ORDER BY said.at DESC, c.id LIMIT 50"""
WITHOUT = """SELECT d.object_id FROM search_document d JOIN support_case c ON c.id = d.object_id
WHERE d.kind = 'case' AND d.boundary = :boundary AND d.meaning IS NULL AND c.closed_at IS NOT NULL AND d.object_id < :before
ORDER BY d.object_id DESC LIMIT :most"""
