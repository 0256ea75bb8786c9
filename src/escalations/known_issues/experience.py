"""What people said of an article on other cases like this one: small, bounded, and told with the suggestion."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..cases.models import Case
from ..platform.db import Session, straight
from .weighing import weights

MOST_LINKS = 200
"""Of each article; more would change nothing."""
Kinds = Mapping[str, int]


@dataclass(frozen=True)
class Experience:
    score: float
    said: str | None


def judged(kinds: Kinds) -> Experience:
    """By the logarithm of how often, so that the hundredth link says little; never more than `most` either way."""
    told = weights()["experience"]
    names = {"resolved_by": "solved", "referenced": "linked", "not_helpful": "not_this"}
    score = sum(told[name] * math.log2(1 + kinds.get(kind, 0)) for kind, name in names.items())
    return Experience(max(-told["most"], min(told["most"], score)), _said(kinds))


def _said(kinds: Kinds) -> str | None:
    for kind, words in (
        ("resolved_by", "solved {}"),
        ("referenced", "linked to {}"),
        ("not_helpful", "not this on {}"),
    ):
        if number := kinds.get(kind, 0):
            return words.format(f"{number} similar case{'s' if number > 1 else ''}")
    return None


async def experience_with(db: Session, case: Case, ids: Sequence[int]) -> Mapping[int, Kinds]:
    """By article: how often each was said on other cases of the same product or with a code in common, in the reader's sight."""
    if not ids or not (case.product or case.error_codes):
        return {}
    found: dict[int, dict[str, int]] = {}
    for article_id, kind, number in await straight(
        db, _SAID, list(ids), case.id or 0, case.product, list(case.error_codes)
    ):
        found.setdefault(article_id, {})[kind] = number
    return found


_SAID = f"""SELECT wanted.id AS article_id, said.kind, count(*) AS number FROM unnest($1::bigint[]) AS wanted (id),
  LATERAL (SELECT l.case_id, l.kind FROM case_known_issue l WHERE l.article_id = wanted.id LIMIT {MOST_LINKS}) said
  JOIN support_case c ON c.id = said.case_id
WHERE c.id <> $2::bigint AND (c.product = $3::text OR c.error_codes && $4::text[]) GROUP BY wanted.id, said.kind"""
