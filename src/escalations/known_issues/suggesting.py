"""Which known issues a case may be about, each with what speaks for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..cases.models import Case
from ..catalog.loading import catalogue
from ..platform.db import Session
from ..platform.search import Hit, look_alikes
from .models import EVERYWHERE
from .queries import articles_open_to
from .search import KIND

LOOKED_AT, MOST_TOLD, LEAST_OF_BEST = 20, 5, 0.5
LEAST_SHARE, LEAST_SHARE_OF_PRODUCT = 0.2, 0.12
SAME_PRODUCT, LISTED_CODE, VALIDATED = 2.0, 3.0, 1.0


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """`codes` and `words` stand in both the case and the article; `product` is the name of the product of both."""

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

    @property
    def evidence(self) -> list[str]:
        return [*self.codes[:MOST_TOLD], *([self.product] if self.product else []), *self.words[:MOST_TOLD]]

    @property
    def speaks_for_itself(self) -> bool:
        """Some words or a plain HTTP status in common are chance, unless they are a good part of what the case says."""
        telling = [code for code in self.codes if len(code.removeprefix("HTTP ")) > len("403")]
        return bool(telling) or self.share >= (LEAST_SHARE_OF_PRODUCT if self.product else LEAST_SHARE)


async def suggested_articles(db: Session, case: Case, *, at_most: int = 5) -> list[Suggestion]:
    """Best first. Only articles that this case may be linked to, that nobody linked or set aside, and that are not archived."""
    hits = await look_alikes(
        db, said_of(case), kinds=[KIND], codes=case.error_codes, within=[EVERYWHERE, case.boundary],
        likely_family=case.family, limit=LOOKED_AT,
    )  # fmt: skip
    open_to = await articles_open_to(db, case, [hit.object_id for hit in hits])
    found = [_suggestion(case, hit, open_to[hit.object_id]) for hit in hits if hit.object_id in open_to]
    best = max((one.score for one in found), default=0.0)
    likely = [one for one in found if one.speaks_for_itself and one.score >= LEAST_OF_BEST * best]
    return sorted(likely, key=lambda one: -one.score)[:at_most]


def said_of(case: Case) -> str:
    product = catalogue().products.get(case.product or "")
    return "\n".join([case.title, case.description, *case.error_codes, product.name if product else ""])


def _suggestion(case: Case, hit: Hit, article: Any) -> Suggestion:
    mine = {code.casefold() for code in case.error_codes}
    listed = [code for code in article.error_codes if code.casefold() in mine]
    product = catalogue().products.get(case.product or "") if case.product in article.products else None
    seen = {code.casefold() for code in listed}
    codes = [*listed, *(code for code in hit.codes if code not in seen)]
    score = (
        hit.score
        + LISTED_CODE * bool(listed)
        + SAME_PRODUCT * bool(product)
        + VALIDATED * (article.confidence == "validated")
    )
    return Suggestion(
        article_id=article.id, ref=f"KI-{article.id}", title=article.title, state=article.state, confidence=article.confidence,
        fixed_in=article.fixed_in, fix_eta=article.fix_eta, codes=tuple(codes), product=product.name if product else None,
        words=tuple(word for word in hit.words if word not in codes), score=score, share=hit.share,
    )  # fmt: skip
