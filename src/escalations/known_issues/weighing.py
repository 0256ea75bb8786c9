"""What speaks for an article on a case, each thing with its weight: the score is their sum."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..platform.resources import resource_dir
from ..platform.search import Likeness, nearness
from ..routing.reading import PLAUSIBLE, Reading

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, kw_only=True)
class Likely:
    """What a case and an article have in common. `near` is None where one of the two has no meaning to compare.

    `guide` and `troubles` are the article's alone: whether it is a troubleshooting guide, and how many troubles its headings name.
    """

    like: Likeness
    family: float
    near: float | None
    guide: float = 0.0
    troubles: float = 0.0


def chances_of_families(reading: Reading, decided: str) -> dict[str, float]:
    """What the words say; half of it where what was decided is none of the families that they could well mean."""
    heard = {one.key: round(one.chance, 4) for one in reading.families}
    if heard.get(decided, 0.0) >= PLAUSIBLE:
        return heard
    halved = {family: chance / 2 for family, chance in heard.items()}
    return {**halved, decided: halved.get(decided, 0.0) + 1 - sum(halved.values())}


def chance_of_same(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """That both are of the same family, from the chances of each."""
    return sum(chance * other.get(family, 0.0) for family, chance in one.items())


def nearnesses(case: bytes | None, articles: Sequence[bytes | None]) -> list[float | None]:
    """An article that was not read yet counts as the middle of the others: it is neither helped nor hurt."""
    if case is None or not any(articles):
        return [None] * len(articles)
    near = [nearness(case, one) if one else None for one in articles]
    known = [one for one in near if one is not None]
    return [sum(known) / len(known) if one is None else one for one in near]


def weighed(likely: Likely) -> dict[str, float]:
    """By likeness: its weight times its share."""
    shares = {
        "words": likely.like.words, "together": likely.like.together, "headings": likely.like.headings, "phrases": likely.like.phrases,
        "codes": likely.like.codes, "family": likely.family, "meaning": likely.near or 0.0, "guide": likely.guide, "troubles": likely.troubles,
    }  # fmt: skip
    chosen = weights()["by_words" if likely.near is None else "with_meaning"]
    return {name: weight * shares[name] for name, weight in chosen.items()}


def words_of_purpose() -> Mapping[str, Sequence[str]]:
    found: Mapping[str, Sequence[str]] = _told()["purpose"]
    return found


def weights() -> Weights:
    found: Weights = _told()
    return found


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((resource_dir("search") / "suggesting.toml").read_text("utf-8"))
