"""Whether an article is there for those who have a problem, by how it calls itself and its sections; not which problem."""

import re
from collections.abc import Sequence
from functools import cache

from .weighing import words_of_purpose

ENOUGH_TROUBLES = 6


def is_guide(title: str, file_name: str) -> bool:
    """A troubleshooting guide or a list of questions and answers."""
    return _saying("guide").search(f"{title} {file_name}") is not None


def troubles_told(headings: Sequence[str]) -> float:
    """How much of it is told by trouble: 1 from this many headings on that name one."""
    return min(1.0, sum(map(bool, map(_saying("trouble").search, headings))) / ENOUGH_TROUBLES)


@cache
def _saying(what: str) -> re.Pattern[str]:
    """Any of the words, or a longer word that begins with it."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words_of_purpose()[what]))})", re.IGNORECASE)
