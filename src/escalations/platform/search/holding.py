"""What holds the words of a list: cases at work, found and not ranked, since a list has an order of its own."""

from collections.abc import Sequence

from ..db import Session, straight
from .facts import fact
from .queries import Query, asked_by
from .spelling import as_spelt

FEWEST = 5
"""Where fewer hold all that was typed, a search looks further: for other spellings, and for the telling words alone."""
_AT_WORK = (fact("is", "open"),)


async def open_cases_holding(
    db: Session, typed: str, *, facts: Sequence[Sequence[str]], within: Sequence[str] | None, limit: int
) -> list[int]:
    """All of them, or the newest `limit`. None where a search would find more: of an error code, and of fewer than `FEWEST`."""
    query = Query(kinds=["case"], typed=typed, facts=facts, within=within, limit=limit)
    asked = asked_by(query)
    if asked.codes:
        return []
    spelt = await as_spelt(db, asked, query)
    rest = ["|".join(one) for one in facts if tuple(one) != _AT_WORK]
    named = (spelt.typed, spelt.head, spelt.begun, None if within is None else list(within), rest, limit)
    [[found]] = await straight(db, _OPEN, *named)
    return list(found) if len(found) >= FEWEST else []


_OPEN = "SELECT search_open($1, $2, $3, $4, $5, $6)"
