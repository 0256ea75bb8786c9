"""Twenty-eight days as shapes. Units are per cent of the drawing's width."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .spans import Span, minus
from .wording import said


@dataclass(frozen=True)
class Piece:
    """`tone` is mine, even, odd, gap, ok or bad; `letters` stand in it where there is room."""

    x: float
    width: float
    tone: str
    words: str
    letters: str = ""


@dataclass(frozen=True)
class Mark:
    x: float
    words: str


@dataclass(frozen=True)
class Strip:
    pieces: Sequence[Piece]
    marks: Sequence[Mark]
    label: str
    names: Sequence[Mark] = ()
    """Below the pieces, where they are too narrow for letters."""


ROOM, SHORT, LONG = 2.4, 3.5, 15
"""The least width of letters in a piece, of letters below a run, and of a whole name there."""


@dataclass(frozen=True)
class Canvas:
    """From midnight of the reader's day on."""

    whole: Span
    zone: ZoneInfo

    @classmethod
    def of(cls, at: datetime, zone: ZoneInfo, days: int = 28) -> "Canvas":
        today = at.astimezone(zone).date()
        start, end = (datetime.combine(today + timedelta(days=ahead), time(), zone) for ahead in (0, days))
        return cls(Span(start, end), zone)

    def x(self, at: datetime) -> float:
        return round(100 * ((at - self.whole.start) / self.whole.length), 3)

    def piece(self, span: Span, tone: str, words: str, letters: str = "") -> Piece | None:
        seen = span.within(self.whole)
        if seen is None:
            return None
        x, width = self.x(seen.start), self.x(seen.end) - self.x(seen.start)
        return Piece(
            x, max(round(width, 3), 0.15), tone, f"{words}, {said(span, self.zone)}", letters if width > ROOM else ""
        )

    def marks(self) -> Iterator[Mark]:
        """Each Monday, and today."""
        for ahead in range(28):
            day = self.whole.start.date() + timedelta(days=ahead)
            if ahead == 0 or (day.isoweekday() == 1 and ahead > 2):
                yield Mark(max(0.0, self.x(datetime.combine(day, time(), self.zone))), f"{day:%-d %b}")

    def name(self, run: Span, words: str) -> Mark | None:
        """Once for many short pieces of the same person, if there is room for it."""
        seen = run.within(self.whole)
        width = self.x(seen.end) - self.x(seen.start) if seen else 0
        short = "".join(part[0] for part in words.split()[:2]).upper()
        return Mark(self.x(seen.start), words if width > LONG else short) if seen and width > SHORT else None

    def strip(self, pieces: Iterable[Piece | None], label: str, names: Iterable[Mark | None] = ()) -> Strip:
        return Strip([piece for piece in pieces if piece], list(self.marks()), label, [name for name in names if name])


def uncovered(wanted: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    gone = list(taken)
    return [part for span in wanted for part in minus(span, gone)]
