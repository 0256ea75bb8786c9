"""Every SELECT about cases that are alike. All of them stay within the case's boundary and the reader's sight."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlmodel import and_, or_, select

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import id_of
from .models import CaseSimilarity

MOST_SAID, LONGEST_NOTE = 200, 400


async def pair_for(db: Session, person: Person, ref: str, other: str) -> tuple[Case, Case]:
    """Both locked, the lower number first: two people who answer from either side wait for each other."""
    inner, outer = id_of(ref, "C"), id_of(other, "C")
    found = {number: await case_for(db, person, f"C-{number}", lock=True) for number in sorted({inner, outer})}
    return found[inner], found[outer]


async def closed_among(db: Session, case: Case, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """How they ended, of those that are closed and that nobody linked to this case or set aside."""
    values = {"ids": list(ids), "case": case.id or 0, "boundary": case.boundary, "longest": LONGEST_NOTE}
    return {row.id: row for row in await db.execute(text(CLOSED), values)}


async def solved_by(db: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    """By case, the articles that solved it."""
    found: dict[int, list[int]] = {}
    for row in await db.execute(text(SOLVED), {"ids": list(ids)}):
        found.setdefault(row.case_id, []).append(row.article_id)
    return found


async def said_of_them(db: Session, case: Case, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """By closed case, how often each verdict was given from other cases of the same product or with a code in common."""
    values = {
        "ids": list(ids), "case": case.id or 0, "product": case.product, "codes": list(case.error_codes), "most": MOST_SAID
    }  # fmt: skip
    found: dict[int, dict[str, int]] = {}
    for row in await db.execute(text(SAID), values):
        found.setdefault(row.id, {})[row.verdict] = row.number
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


CLOSED = """SELECT c.id, c.title, c.family, c.product, c.error_codes, c.customer_id, c.closed_at, e.resolution, left(e.note, :longest) AS note
FROM support_case c JOIN case_closure e ON e.case_id = c.id
WHERE c.id = ANY (CAST(:ids AS bigint[])) AND c.id <> :case AND c.boundary = :boundary
  AND NOT EXISTS (SELECT FROM case_link l WHERE l.case_id = :case AND l.other_id = c.id)
  AND NOT EXISTS (SELECT FROM case_link l WHERE l.case_id = c.id AND l.other_id = :case)
  AND NOT EXISTS (SELECT FROM case_similarity s WHERE s.case_id = :case AND s.other_id = c.id)
  AND NOT EXISTS (SELECT FROM case_similarity s WHERE s.case_id = c.id AND s.other_id = :case)"""
SOLVED = """SELECT case_id, article_id FROM case_known_issue
WHERE case_id = ANY (CAST(:ids AS bigint[])) AND kind = 'resolved_by' ORDER BY case_id, at, article_id"""
SAID = """SELECT wanted.id, said.verdict, count(*) AS number FROM unnest(CAST(:ids AS bigint[])) AS wanted (id), LATERAL (
  (SELECT s.case_id, s.verdict FROM case_similarity s WHERE s.other_id = wanted.id LIMIT :most)
  UNION ALL (SELECT s.other_id, s.verdict FROM case_similarity s WHERE s.case_id = wanted.id LIMIT :most)) said
JOIN support_case c ON c.id = said.case_id
WHERE c.id <> :case AND (c.product = :product OR c.error_codes && CAST(:codes AS text[])) GROUP BY wanted.id, said.verdict"""
REJECTED = """SELECT c.id, c.title, said.at, p.name AS who FROM (
  SELECT other_id AS id, at, by_id FROM case_similarity WHERE case_id = :case AND verdict = 'rejected'
  UNION ALL SELECT case_id, at, by_id FROM case_similarity WHERE other_id = :case AND verdict = 'rejected') said
JOIN support_case c ON c.id = said.id LEFT JOIN person p ON p.id = said.by_id ORDER BY said.at DESC, c.id LIMIT 50"""
WITHOUT = """SELECT d.object_id FROM search_document d JOIN support_case c ON c.id = d.object_id
WHERE d.kind = 'case' AND d.boundary = :boundary AND d.meaning IS NULL AND c.closed_at IS NOT NULL AND d.object_id < :before
ORDER BY d.object_id DESC LIMIT :most"""
