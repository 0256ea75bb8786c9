"""Stretches of time as bars on one scale, each with the words that a table repeats. Pure; templates only draw them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..platform.time import exact, spell

NARROWEST = 0.4
"""Percent of a bar below which nothing could be seen or pointed at."""
MOST_ROWS = 80


@dataclass(frozen=True)
class Mark:
    """A part of a bar: `x` and `width` in percent of it."""

    x: float
    width: float
    kind: str
    words: str


@dataclass(frozen=True)
class Row:
    """A stretch as a line of a table. `moved` is what began it, `who` whoever did that."""

    start: datetime
    end: datetime
    kind: str
    what: str
    moved: str = ""
    who: str = ""

    def words(self, zone: ZoneInfo) -> str:
        moved = f"{self.who} {self.moved}" if self.who else f"{self.moved[:1].upper()}{self.moved[1:]}"
        by = f" {moved}." if self.moved else ""
        return f"{self.what}, {spell(self.end - self.start)}, {exact(self.start, zone)} – {exact(self.end, zone)}.{by}"


@dataclass(frozen=True)
class Bar:
    """`marks` can be pointed at; `shut` are the closed hours that lie over them; `due` is where the due time stands."""

    id: str
    name: str
    marks: Sequence[Mark]
    shut: Sequence[Mark]
    rows: Sequence[Row]
    earlier: int = 0
    due: float | None = None


@dataclass(frozen=True)
class Scale:
    start: datetime
    end: datetime
    zone: ZoneInfo

    def x(self, moment: datetime) -> float:
        whole = self.end - self.start
        share = (moment - self.start) / whole if whole else 0.0
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    def mark(self, row: Row) -> Mark:
        x = min(self.x(row.start), 100 - NARROWEST)
        return Mark(x, round(max(self.x(row.end) - x, NARROWEST), 2), row.kind, row.words(self.zone))

    def days(self) -> list[tuple[float, str]]:
        """Where midnights of the reader's zone stand, as many as there is room for."""
        first, count = self.start.astimezone(self.zone), (self.end - self.start).days + 1
        step = -(-count // 8)
        midnight = datetime(first.year, first.month, first.day, tzinfo=self.zone)
        told = (midnight + timedelta(days=number) for number in range(step, count + 1, step))
        return [(self.x(day), f"{day:%a %-d %b}") for day in told if self.start < day < self.end]


def bar(
    id: str, name: str, stretches: Iterable[Row], pieces: Iterable[Row], scale: Scale, due: datetime | None = None
) -> Bar:
    """`stretches` are begun by events; `pieces` are the same time cut by hours, of which those of kind `shut` are drawn over them."""
    rows = list(pieces)
    shut = [
        scale.mark(row) for row in rows if row.kind == "shut" and scale.x(row.end) - scale.x(row.start) > NARROWEST / 2
    ]
    at = scale.x(due) if due and due <= scale.end else None
    marks = [scale.mark(row) for row in stretches if row.end > row.start]
    return Bar(id, name, marks, shut, rows[-MOST_ROWS:], max(len(rows) - MOST_ROWS, 0), at)
