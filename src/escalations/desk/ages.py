"""How old a case is, as a word: `age:<4h`, `age:>3d`, `age:1d-3d`."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from ..cases.models import Case

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_WORD = re.compile(r"(?:<(\d{1,4})([mhd])|>(\d{1,4})([mhd])|(\d{1,4})([mhd])-(\d{1,4})([mhd]))")


@dataclass(frozen=True)
class Age:
    """At least `least`, and less than `most` where there is one."""

    least: timedelta = timedelta(0)
    most: timedelta | None = None

    def condition(self, at: datetime) -> ColumnElement[bool]:
        older = col(Case.opened_at) <= at - self.least
        return older if self.most is None else and_(older, col(Case.opened_at) > at - self.most)


def age_of(word: str) -> Age | None:
    found = _WORD.fullmatch(word.lower())
    if found is None:
        return None
    most, most_unit, least, least_unit, low, low_unit, high, high_unit = found.groups()
    if most:
        return Age(most=int(most) * _UNITS[most_unit])
    if least:
        return Age(least=int(least) * _UNITS[least_unit])
    span = Age(int(low) * _UNITS[low_unit], int(high) * _UNITS[high_unit])
    return span if span.most and span.least < span.most else None
