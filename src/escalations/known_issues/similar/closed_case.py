"""A closed case as it is shown beside another one: what speaks for it, and how it ended."""

from dataclasses import dataclass
from datetime import datetime

from ...cases.models import RESOLUTIONS
from ..saying import is_telling
from .scoring import method_of

MOST_TOLD, LINE = 4, 160
LEAST_SHARE, LEAST_SHARE_OF_PRODUCT, LEAST_NEAR, NEAR = 0.25, 0.15, 0.62, 0.5


@dataclass(frozen=True, kw_only=True)
class SimilarCase:
    """`codes` and `words` stand in both cases; `product` or `family` is the name of what both are about. `share` is how much of
    what the case says the words are, `parts` what the score adds up from, `verdicts` what people said of it on other cases."""

    case_id: int
    title: str
    closed_at: datetime
    resolution: str
    note: str
    solved_by: tuple[int, ...]
    codes: tuple[str, ...]
    product: str | None
    family: str | None
    same_customer: bool
    words: tuple[str, ...]
    near: float | None
    share: float
    score: float
    parts: dict[str, float]
    verdicts: dict[str, int]

    @property
    def ref(self) -> str:
        return f"C-{self.case_id}"

    @property
    def method(self) -> str:
        return method_of(self.parts)

    @property
    def outcome(self) -> str:
        """How it was resolved, in one line."""
        articles = ", ".join(f"KI-{number}" for number in self.solved_by)
        how = f"resolved by {articles}" if articles else RESOLUTIONS[self.resolution]
        said = next((line.strip() for line in self.note.splitlines() if line.strip()), "")
        return f"{how}: {said if len(said) <= LINE else said[: LINE - 1].rstrip() + '…'}" if said else how

    @property
    def evidence(self) -> list[str]:
        """In words, the hardest first."""
        about = f"same product {self.product}" if self.product else f"same family {self.family}" if self.family else ""
        linked = self.verdicts.get("accepted", 0)
        told = [
            *(f"same code {code}" for code in self.codes[:MOST_TOLD]), about, "same customer" if self.same_customer else "",
            f"linked to {linked} similar case{'s' if linked > 1 else ''}" if linked else "", *self.words[:MOST_TOLD],
            "says much the same" if self.near is not None and self.near >= LEAST_NEAR else "",
        ]  # fmt: skip
        return [one for one in told if one]

    @property
    def speaks_for_itself(self) -> bool:
        """A few everyday words in common are chance, unless both are about one thing."""
        if any(map(is_telling, self.codes)) or self.share >= LEAST_SHARE:
            return True
        near = self.near if self.near is not None else 0.0
        return bool((self.product and (self.share >= LEAST_SHARE_OF_PRODUCT or near >= NEAR)) or near >= LEAST_NEAR)
