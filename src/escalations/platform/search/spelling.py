"""How words are really spelt: a last word that is only begun goes on, and one that occurs nowhere is taken for its like.

The words come from the documents that the reader may see, and from no others.
"""

from dataclasses import replace

from rapidfuzz.distance import OSA
from sqlalchemy import RowMapping

from ..db import Session
from .queries import Asked, Query
from .words import is_plain_word

MOST_ALIKE = 3
SHORTEST = 4


async def as_spelt(db: Session, asked: Asked, query: Query) -> Asked:
    """What was typed, with other spellings beside the words that call for them. What stands in quotes is meant as it stands."""
    doubtful = [] if '"' in asked.typed else [term for term in asked.words if _may_be_wrong(term, asked)]
    if not doubtful and not asked.starts:
        return asked
    connection = await db.connection()
    told = await connection.exec_driver_sql(
        _SPELT, (doubtful, asked.starts, list(query.kinds), None if query.within is None else list(query.within))
    )
    rows = {row["said"]: row for row in told.mappings()}
    begun = _goes_on(asked.starts, rows.get(""))
    words = {"|".join([term, *_other(term, said, rows, asked, begun)]): said for term, said in asked.words.items()}
    return replace(asked, words=words, begun=begun)


def _other(term: str, said: str, rows: dict[str, RowMapping], asked: Asked, begun: list[str]) -> list[str]:
    """A word that goes on in some document is not misspelt; it is only begun."""
    if begun and said.endswith(asked.starts):
        return [word for word in begun if word != term]
    known = rows.get(term)
    return likest(term, known["alike"]) if known and not known["is_known"] else []


def likest(word: str, others: list[str]) -> list[str]:
    """Those that differ by a slip of the fingers: one in a short word, two in a longer one; a swap counts once."""
    most = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    near = [(OSA.distance(word, other), other) for other in others]
    closest = min(near, default=(most + 1, ""))[0]
    return [other for distance, other in near if distance == closest <= most][:MOST_ALIKE]


def _goes_on(starts: str, told: RowMapping | None) -> list[str]:
    """The list of words holds none with digits in them but error codes; titles are asked for those."""
    known = list(told["alike"]) if told else []
    return known or ([f"{starts}*"] if starts and len(starts) > SHORTEST and not is_plain_word(starts) else [])


def _may_be_wrong(term: str, asked: Asked) -> bool:
    return is_plain_word(term) and len(term) >= SHORTEST and term not in asked.codes


_SPELT = "SELECT said, is_known, alike FROM search_spellings($1, $2, $3, $4)"
