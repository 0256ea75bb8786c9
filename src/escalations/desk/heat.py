"""How old the open cases of each queue are, as a picture: a row for each queue, a column for each band of age, darker where more stand. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Protocol
from urllib.parse import quote

BANDS = (("<4h", "under 4 h"), ("4h-24h", "4 to 24 h"), ("1d-3d", "1 to 3 d"), ("3d-7d", "3 to 7 d"), ("7d-14d", "1 to 2 weeks"), (">14d", "older"))  # fmt: skip
"""The filter that asks for them, and the words: `cases.queries.AGES` between one and the next."""
SHADES = 5


class Aged(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def ages(self) -> Sequence[int]: ...


@dataclass(frozen=True)
class Cell:
    """`shade` goes from 1 to `SHADES`; 0 is empty. `url` shows what is counted."""

    count: int
    shade: int
    words: str
    url: str


@dataclass(frozen=True)
class HeatRow:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Heat:
    rows: tuple[HeatRow, ...]
    bands: tuple[str, ...]
    label: str


def heat_of(queues: Iterable[Aged]) -> Heat:
    """Queues in which nothing is open are left out."""
    shown = [queue for queue in queues if any(queue.ages)]
    top = max((count for queue in shown for count in queue.ages), default=0)
    rows = tuple(HeatRow(queue.name, tuple(_cells(queue, top))) for queue in shown)
    return Heat(rows, tuple(words for _, words in BANDS), _label(shown))


def _cells(queue: Aged, top: int) -> Iterable[Cell]:
    for count, (word, words) in zip(queue.ages, BANDS, strict=True):
        yield Cell(
            count, _shade(count, top), f"{queue.name}, {words}: {count}", f"/cases?q={quote(f'queue:{queue.key} age:{word}')}&order=oldest",
        )  # fmt: skip


def _shade(count: int, top: int) -> int:
    """By the root, so that a few are told from none where one queue holds very many."""
    return ceil(SHADES * sqrt(count / top)) if count else 0


def _label(queues: Sequence[Aged]) -> str:
    oldest = [(queue.ages[-1], queue.name) for queue in queues if queue.ages[-1]]
    told = (
        f"The most that are older than two weeks stand in {max(oldest)[1]}."
        if oldest
        else "None is older than two weeks."
    )
    return f"Open cases of {len(queues)} queues by their age. {told}"
