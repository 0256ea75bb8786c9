"""A closed case as it is shown beside another one: what speaks for it, and how it ended."""

from dataclasses import dataclass
from datetime import datetime

from ...cases.models import RESOLUTIONS
from ..saying import is_telling
from ..weighing import weights
from .scoring import method_of

MOST_TOLD, LINE, LEAST_NEAR = 4, 160, 0.62


@dataclass(frozen=True, kw_only=True)
class SimilarCase:
    """`codes` and `words` stand in both cases; `product` or `family` is the name of what both are about. `parts` are what the score
    adds up from, `verdicts` what people said of it on other cases."""

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
    def is_shown(self) -> bool:
        """An error code in common is enough; all else has to add up."""
        return any(map(is_telling, self.codes)) or self._is_least("shown")

    @property
    def lifts(self) -> bool:
        """Whether it is like the case for sure enough to speak for what solved it."""
        return self._is_least("lifts")

    def _is_least(self, what: str) -> bool:
        return self.score >= weights()["similar_least"][what if self.near is not None else f"{what}_by_words"]
