"""A predicate tried on past cases: which would have matched, and whether this article is what they needed. Pure."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Fate = Literal["open", "this", "otherwise", "aside", "alone"]
FATES: dict[Fate, str] = {
    "this": "solved by this article", "otherwise": "solved otherwise", "aside": "set aside as not this", "alone": "closed without an article",
    "open": "still open",
}  # fmt: skip
NOT_OF_AN_ARTICLE = ("incident", "customer_config", "duplicate")
"""How cases end that were about something else, whatever their words say."""


@dataclass(frozen=True)
class MatchedCase:
    case_id: int
    title: str
    evidence: tuple[str, ...]
    fate: Fate

    @property
    def words(self) -> str:
        return FATES[self.fate]


@dataclass(frozen=True)
class Backtest:
    """`looked_at` past cases of so many days; `cases` are those that matched, the newest first."""

    looked_at: int
    days: int
    cases: list[MatchedCase]

    @property
    def counts(self) -> Counter[Fate]:
        return Counter(case.fate for case in self.cases)

    def in_words(self) -> str:
        """Such as: 57 of 2,310 past cases would have matched; 3 of them were solved otherwise."""
        if not self.looked_at:
            return f"There is no case of the last {self.days} days to try it on."
        if not self.cases:
            return f"None of {self.looked_at:,} cases of the last {self.days} days would have matched."
        told = [f"{self.counts[fate]:,} {words}" for fate, words in FATES.items() if self.counts[fate]]
        return f"{len(self.cases):,} of {self.looked_at:,} cases of the last {self.days} days would have matched: {', '.join(told)}."

    @property
    def is_too_wide(self) -> bool:
        return len(self.cases) >= 20 and len(self.cases) > self.looked_at / 5

    @property
    def is_often_wrong(self) -> bool:
        wrong = self.counts["otherwise"] + self.counts["aside"]
        return wrong > 0 and wrong >= len(self.cases) / 4


def fate_of(article_id: int | None, resolution: str | None, said: dict[int, str]) -> Fate:
    if resolution is None:
        return "aside" if article_id and said.get(article_id) == "not_helpful" else "open"
    solved_by = {other for other, kind in said.items() if kind == "resolved_by"}
    if article_id in solved_by:
        return "this"
    if solved_by or resolution in NOT_OF_AN_ARTICLE:
        return "otherwise"
    return "aside" if article_id and said.get(article_id) == "not_helpful" else "alone"
