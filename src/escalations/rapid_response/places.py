"""Where further rows of a board begin, as a word in an address: how many stand before, the last of them, and of when the order is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..platform.errors import NotFound
from ..platform.time import now

WORD = re.compile(r"([0-9]{1,4})\.((?:C|I)-[0-9]{1,18})\.([0-9]{1,16})")
KEPT_FOR = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class BoardPlace:
    count: int
    last: str
    at: datetime

    @property
    def word(self) -> str:
        return f"{self.count}.{self.last}.{(self.at - _EPOCH) // _MICROSECOND}"

    def among(self, refs: Sequence[str]) -> int:
        """How many of these stand before what comes next; what left the board since made room for another one."""
        return refs.index(self.last) + 1 if self.last in refs else min(self.count - 1, len(refs))


def place_at(word: str) -> BoardPlace | None:
    """None for the beginning."""
    if not word:
        return None
    told = WORD.fullmatch(word)
    place = told and BoardPlace(int(told[1]), told[2], _EPOCH + int(told[3]) * _MICROSECOND)
    if not place or not place.count or not now() - KEPT_FOR < place.at <= now():
        raise NotFound("This page of the board is not there. Go back to its beginning.")
    return place
