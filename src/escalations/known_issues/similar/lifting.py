"""What similar closed cases say for an article: that it solved them."""

from collections.abc import Iterable

from .closed_case import SimilarCase

MOST_CASES, MOST_TOLD = 10, 3


def solved_by_similar(ranked: Iterable[SimilarCase]) -> dict[int, list[str]]:
    """By article, the refs of the closed cases like this one that it solved, the likest first."""
    found: dict[int, list[str]] = {}
    for closed in [one for one in ranked if one.lifts][:MOST_CASES]:
        for article_id in closed.solved_by:
            found.setdefault(article_id, []).append(closed.ref)
    return found


def solved_like_this(refs: list[str]) -> str:
    """In words: "resolved C-12 and C-40 like this one"."""
    shown = refs[:MOST_TOLD]
    more = [f"{len(refs) - MOST_TOLD} more"] if len(refs) > MOST_TOLD else []
    *most, last = [*shown, *more]
    return f"resolved {', '.join(most) + ' and ' if most else ''}{last} like this one"
