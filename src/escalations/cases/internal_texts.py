"""What was written about a case for ourselves. A room above registers where that stands; the reply gate keeps it from customers."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, any_, bindparam, literal, union_all

from ..platform.db import Session
from ..platform.kept import Asked, Kept
from .gate import InternalText
from .models import Case
from .queries.merged import seen_together

Source = Callable[[ColumnElement[Any]], Sequence[tuple[str, Select[str, int]]]]
"""Given the numbers of cases, to compare a column with: where texts stand, and a SELECT of them, each with the number `{of}` what it stands on."""
_sources: list[Source] = []


def holds_internal_texts(source: Source) -> Source:
    """Register where texts about a case stand that no customer may read. Where one stands ends the sentence "This stands in …"."""
    _sources.append(source)
    _told.cache_clear()
    return source


async def internal_texts_of(db: Session, case: Case) -> tuple[InternalText, ...]:
    """Of all rooms in one statement."""
    if not _sources:
        return ()
    if asked := internal_texts_alone(case):
        return told_of(await asked.all(db))
    statement, _ = _told(True)
    return told_of(await statement.all(db, cases=await seen_together(db, case)))


def internal_texts_alone(case: Case) -> Asked[Any] | None:
    """Where none stand on another case."""
    return _told(False)[0].of(cases=case.id) if _sources and not case.absorbed else None


def told_of(found: Sequence[Any]) -> tuple[InternalText, ...]:
    _, places = _told(False)
    told = ((text, places[place].format(of=of)) for text, of, place in found if text)
    return tuple(InternalText(text, where) for text, where in dict.fromkeys(told))


@cache
def _told(several: bool) -> tuple[Kept[Any], Sequence[str]]:
    """The statement, and of each of its parts where that stands. Of one number the database keeps its plan; of several it makes it anew."""
    cases = any_(bindparam("cases", type_=ARRAY(BigInteger))) if several else bindparam("cases", type_=BigInteger)
    parts = [part for source in _sources for part in source(cases)]
    asked = (query.add_columns(literal(number)) for number, (_, query) in enumerate(parts))
    return Kept(union_all(*asked)), [place for place, _ in parts]
