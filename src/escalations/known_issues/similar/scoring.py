"""What speaks for a closed case, each thing with its weight: the score is their sum. Pure."""

import math
from collections.abc import Mapping
from typing import Any

from ...platform.search import Likeness
from ..saying import is_telling
from ..weighing import weights

SOLVED = ("fixed", "workaround", "known_issue", "customer_config", "by_design")
"""How a case can end that helps with the next one like it."""


def parts_of(like: Likeness, near: float | None) -> dict[str, float]:
    """By likeness: its weight times its share."""
    shares = {
        "words": like.words, "headings": like.headings, "phrases": like.phrases, "codes": like.codes, "meaning": near or 0.0
    }  # fmt: skip
    chosen = weights()["similar_by_words" if near is None else "similar"]
    return {name: weight * shares[name] for name, weight in chosen.items()}


def parts_of_facts(case: Any, closed: Any, codes: tuple[str, ...]) -> dict[str, float]:
    """Facts that both have in common. They order what is otherwise alike."""
    told = weights()["similar_facts"]
    return {
        "listed_code": told["listed_code"] * any(map(is_telling, codes)),
        "product": told["product"] * (closed.product is not None and closed.product == case.product),
        "family": told["family"] * (closed.family == case.family),
        "solved": told["solved"] * (closed.resolution in SOLVED),
    }


def part_of_verdicts(verdicts: Mapping[str, int]) -> float:
    """By the logarithm of how often, so that the hundredth says little; never more than `most` either way."""
    told = weights()["similar_verdicts"]
    score = sum(told[verdict] * math.log2(1 + number) for verdict, number in verdicts.items())
    return max(-told["most"], min(told["most"], score))


def part_of_solving(number: int) -> float:
    """What it says for an article that it solved so many cases like this one."""
    told = weights()["lifting"]
    return min(told["most"], told["solved"] * math.log2(1 + number))


def method_of(parts: Mapping[str, float]) -> str:
    """What speaks loudest."""
    loud = {
        "code": parts["codes"] + parts["listed_code"], "meaning": parts.get("meaning", 0.0),
        "words": parts["words"] + parts["headings"] + parts["phrases"], "product": parts["product"] + parts["family"],
    }  # fmt: skip
    return max(loud, key=lambda name: loud[name])
