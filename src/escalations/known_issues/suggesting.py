"""Which known issues a case may be about, each with what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..cases.models import Case
from ..catalog.loading import catalogue
from ..platform.db import Session
from ..platform.search import Hit, likenesses, look_alikes, meaning, question_of, read_closely
from ..routing.reading import read_text
from .experience import Experience, experience_with, judged
from .models import EVERYWHERE
from .queries import articles_open_to
from .saying import is_telling, said_of
from .search import GUIDE, KIND, TROUBLES
from .similar.closed_case import SimilarCase
from .similar.finding import ranked_cases
from .similar.lifting import solved_by_similar, solved_like_this
from .similar.scoring import part_of_solving
from .weighing import Likely, chance_of_same, chances_of_families, nearnesses, weighed, weights

LOOKED_AT, MOST_TOLD, LEAST_OF_BEST = 60, 5, 0.5
LEAST_SHARE, LEAST_SHARE_OF_PRODUCT, LEAST_NEAR = 0.2, 0.12, 0.6


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """`codes` and `words` stand in both the case and the article; `product` is the name of the product of both.

    `parts` are what the score adds up from, by name; `share` is how much of what the case says the words are,
    `solved` the similar closed cases that the article solved.
    """

    article_id: int
    ref: str
    title: str
    state: str
    confidence: str
    fixed_in: str | None
    fix_eta: date | None
    codes: tuple[str, ...]
    product: str | None
    words: tuple[str, ...]
    score: float
    share: float
    parts: dict[str, float]
    near: float | None
    experience: str | None
    solved: tuple[str, ...] = ()

    @property
    def evidence(self) -> list[str]:
        known = [said for said in (self.product, self._proven or self.experience) if said]
        return [*self.codes[:MOST_TOLD], *known, *self.words[:MOST_TOLD], *self._meant]

    @property
    def weighed_evidence(self) -> list[dict[str, str | float]]:
        """What the score adds up from, each part with its weight and what it rests on, the heaviest first."""
        rests_on = {
            "words": ", ".join(self.words[:MOST_TOLD]), "codes": ", ".join(self.codes[:MOST_TOLD]),
            "product": self.product or "", "experience": self.experience or "", "similar cases": self._proven or "",
        }  # fmt: skip
        heavy = sorted(self.parts.items(), key=lambda part: -abs(part[1]))
        return [
            {"text": f"{name}: {said}" if (said := rests_on.get(name)) else name, "weight": round(weight, 3)}
            for name, weight in heavy
            if round(weight, 3)
        ]

    @property
    def _proven(self) -> str | None:
        return solved_like_this(list(self.solved)) if self.solved else None

    @property
    def _meant(self) -> list[str]:
        return ["says much the same"] if self.near is not None and self.near >= LEAST_NEAR else []

    @property
    def speaks_for_itself(self) -> bool:
        """Some words or a plain HTTP status in common are chance, unless they are a good part of what the case says."""
        return any(map(is_telling, self.codes)) or self.share >= (
            LEAST_SHARE_OF_PRODUCT if self.product else LEAST_SHARE
        )


async def suggested_articles(
    db: Session, case: Case, *, at_most: int = 5, similar: Sequence[SimilarCase] | None = None
) -> list[Suggestion]:
    """Best first: those that speak for themselves and come somewhere near the best, or solved a case like this one."""
    found = await ranked_articles(db, case, similar)
    least = LEAST_OF_BEST * max((one.score for one in found), default=0.0)
    return [one for one in found if one.solved or (one.speaks_for_itself and one.score >= least)][:at_most]


async def ranked_articles(db: Session, case: Case, similar: Sequence[SimilarCase] | None = None) -> list[Suggestion]:
    """Best first. Only articles that this case may be linked to, that nobody linked or set aside, and that are not archived. Closed cases
    that are `similar` are looked for where they are not known yet."""
    within = [EVERYWHERE, case.boundary]
    hits = await look_alikes(
        db, said_of(case), kinds=[KIND], codes=case.error_codes, within=within, likely_family=case.family, limit=LOOKED_AT
    )  # fmt: skip
    by_id = {hit.object_id: hit for hit in hits}
    solved = solved_by_similar(await ranked_cases(db, case) if similar is None else similar)
    open_to = await articles_open_to(db, case, list(by_id | solved))
    likely = await _likely(db, case, list(open_to), within) if open_to else {}
    known = await experience_with(db, case, list(likely))
    found = [
        _suggestion(
            case, by_id.get(number), open_to[number], one, judged(known.get(number, {})), solved.get(number, [])
        )
        for number, one in likely.items()
    ]
    return sorted(found, key=lambda one: (-one.score, one.article_id))


async def _likely(db: Session, case: Case, ids: Sequence[int], within: Sequence[str]) -> dict[int, Likely]:
    """By article, of those that the index holds."""
    texts = [case.title, case.description, "\n".join(case.error_codes)]
    question = await question_of(db, texts, kind=KIND, codes=case.error_codes, within=within)
    documents = await read_closely(db, KIND, ids, question)
    families = chances_of_families(
        read_text(case.title, case.description, case.error_codes, [], catalogue()), case.family
    )
    near = nearnesses(await meaning(f"{case.title}. {case.description}"), [one.meaning for one in documents])
    return {
        one.object_id: Likely(
            like=like,
            family=chance_of_same(families, one.traits),
            near=how_near,
            guide=one.traits.get(GUIDE, 0.0),
            troubles=one.traits.get(TROUBLES, 0.0),
        )
        for like, one, how_near in zip(likenesses(question, documents), documents, near, strict=True)
    }


def _suggestion(
    case: Case, hit: Hit | None, article: Any, likely: Likely, experience: Experience, solved: Sequence[str]
) -> Suggestion:
    """Without a hit it shares no word with the case: what it solved speaks for it alone."""
    mine = {code.casefold() for code in case.error_codes}
    listed = [code for code in article.error_codes if code.casefold() in mine]
    product = catalogue().products.get(case.product or "") if case.product in article.products else None
    seen = {code.casefold() for code in listed}
    codes = [*listed, *(code for code in (hit.codes if hit else ()) if code not in seen)]
    standing = weights()["standing"]
    parts = weighed(likely) | {
        "listed_code": standing["listed_code"] * any(map(is_telling, listed)),
        "product": standing["product"] * bool(product),
        "validated": standing["validated"] * (article.confidence == "validated"),
        "experience": experience.score,
        "similar cases": part_of_solving(len(solved)),
    }
    return Suggestion(
        article_id=article.id, ref=f"KI-{article.id}", title=article.title, state=article.state, confidence=article.confidence,
        fixed_in=article.fixed_in, fix_eta=article.fix_eta, codes=tuple(codes), product=product.name if product else None,
        words=tuple(word for word in likely.like.said if word not in codes), score=sum(parts.values()), share=hit.share if hit else 0.0,
        parts=parts, near=likely.near, experience=experience.said, solved=tuple(solved),
    )  # fmt: skip
