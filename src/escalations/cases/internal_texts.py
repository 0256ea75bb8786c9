"""What was written about a case for ourselves. A room above registers where that stands; the reply gate keeps it from customers."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, CompoundSelect, Select, any_, bindparam, union_all

from ..platform.db import Session, rows_of
from .gate import InternalText
from .models import Case
from .queries.merged import seen_together

Source = Callable[[ColumnElement[Any]], Sequence[Select[str, str]]]
"""Given the numbers of cases, to compare a column with: SELECTs of a text, and of where it stands."""
_sources: list[Source] = []


def holds_internal_texts(source: Source) -> Source:
    """Register where texts about a case stand that no customer may read. Where one stands ends the sentence "This stands in …"."""
    _sources.append(source)
    _asked.cache_clear()
    return source


async def internal_texts_of(db: Session, case: Case) -> tuple[InternalText, ...]:
    """Of all rooms in one statement."""
    if not _sources:
        return ()
    found = await rows_of(db, _asked(), cases=await seen_together(db, case))
    return tuple(InternalText(text, where) for text, where in dict.fromkeys(map(tuple, found)) if text)


@cache
def _asked() -> CompoundSelect[Any]:
    cases = any_(bindparam("cases", type_=ARRAY(BigInteger)))
    return union_all(*(query for source in _sources for query in source(cases)))
