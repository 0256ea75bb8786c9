"""Which closed cases are like a case: found by the index, read closely, and weighed."""

from collections.abc import Sequence
from typing import Any

from ...cases.models import Case
from ...cases.search import KIND
from ...catalog.loading import catalogue
from ...platform.db import Session
from ...platform.search import Hit, Likeness, likenesses, look_alikes, meaning, question_of, read_closely
from ..saying import said_of
from ..weighing import nearnesses
from .closed_case import SimilarCase
from .queries import closed_among, said_of_them, solved_by
from .scoring import part_of_verdicts, parts_of, parts_of_facts

LOOKED_AT, READ = 120, 40
"""Of what is found first many may still be open."""


async def similar_cases(db: Session, case: Case, *, at_most: int = 3) -> list[SimilarCase]:
    """Best first: those that are like enough to be shown."""
    return shown_of(await ranked_cases(db, case), at_most=at_most)


def shown_of(ranked: Sequence[SimilarCase], *, at_most: int = 3) -> list[SimilarCase]:
    return [one for one in ranked if one.is_shown][:at_most]


async def ranked_cases(db: Session, case: Case) -> list[SimilarCase]:
    """Best first. Only closed ones of the case's boundary in the reader's sight, that nobody linked to it or set aside."""
    hits = await look_alikes(
        db, said_of(case), kinds=[KIND], codes=case.error_codes, within=[case.boundary], likely_family=case.family, limit=LOOKED_AT
    )  # fmt: skip
    closed = await closed_among(db, case, [hit.object_id for hit in hits])
    hits = [hit for hit in hits if hit.object_id in closed][:READ]
    if not hits:
        return []
    ids = [hit.object_id for hit in hits]
    likely, verdicts = await _likely(db, case, ids), await said_of_them(db, case, ids)
    articles = await solved_by(db, ids)
    found = [
        _similar(
            case, closed[hit.object_id], hit, *one, verdicts.get(hit.object_id, {}), articles.get(hit.object_id, [])
        )
        for hit, one in zip(hits, likely, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.score, -one.case_id))


async def _likely(db: Session, case: Case, ids: Sequence[int]) -> list[tuple[Likeness, float | None]]:
    texts = [case.title, case.description, "\n".join(case.error_codes)]
    question = await question_of(db, texts, kind=KIND, codes=case.error_codes, within=[case.boundary])
    seen = {one.object_id: one for one in await read_closely(db, KIND, ids, question)}
    documents = [seen[number] for number in ids]
    near = nearnesses(await meaning(f"{case.title}. {case.description}"), [one.meaning for one in documents])
    return list(zip(likenesses(question, documents), near, strict=True))


def _similar(
    case: Case, closed: Any, hit: Hit, like: Likeness, near: float | None, verdicts: Any, articles: list[int]
) -> SimilarCase:
    known = catalogue()
    mine = {code.casefold() for code in case.error_codes}
    listed = {code.casefold(): code for code in closed.error_codes if code.casefold() in mine}
    codes = tuple(({code.casefold(): code for code in hit.codes} | listed).values())
    product = known.products.get(closed.product) if closed.product and closed.product == case.product else None
    family = known.families.get(closed.family) if closed.family == case.family else None
    verdict = part_of_verdicts(verdicts)
    parts = parts_of(like, near) | parts_of_facts(case, closed, codes) | {"verdicts": verdict}
    return SimilarCase(
        case_id=closed.id, title=closed.title, closed_at=closed.closed_at, resolution=closed.resolution, note=closed.note,
        solved_by=tuple(articles), codes=codes, product=product.name if product else None, family=family.name if family else None,
        same_customer=closed.customer_id == case.customer_id, words=tuple(word for word in like.said if word not in codes),
        near=near, score=sum(parts.values()), parts=parts, verdicts=dict(verdicts),
    )  # fmt: skip
