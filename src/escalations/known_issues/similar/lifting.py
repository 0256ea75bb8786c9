"""What similar closed cases say for an article: that it solved them."""

from ...cases.models import Case
from ...platform.db import Session
from .finding import ranked_cases

MOST_CASES, MOST_TOLD = 10, 3


async def articles_that_solved_similar(db: Session, case: Case) -> dict[int, list[str]]:
    """By article, the refs of the closed cases like this one that it solved, the likest first."""
    found: dict[int, list[str]] = {}
    sure = [closed for closed in await ranked_cases(db, case) if closed.lifts][:MOST_CASES]
    for closed in sure:
        for article_id in closed.solved_by:
            found.setdefault(article_id, []).append(closed.ref)
    return found


def solved_like_this(refs: list[str]) -> str:
    """In words: "resolved C-12 and C-40 like this one"."""
    shown = refs[:MOST_TOLD]
    more = [f"{len(refs) - MOST_TOLD} more"] if len(refs) > MOST_TOLD else []
    *most, last = [*shown, *more]
    return f"resolved {', '.join(most) + ' and ' if most else ''}{last} like this one"
