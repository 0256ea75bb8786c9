"""The board: in order, in bands, each row with why it stands where it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...cases.queries import CaseLine
from ...platform.db import Session
from ...platform.time import now
from ..comparing import band, what_would_move, why_above, worst_first
from ..models import STATES
from ..plight import Part, Score
from ..queries.board import Covered, covered_cases
from ..queries.board_incidents import covered_incidents
from ..queries.silence import Silent, silent_in, unresolved_incidents
from ..scoring import score
from ..weights import Weights, weights

BANDS = {"now": "Needs somebody now", "next": "Next up", "later": "In hand"}
_KEYS = {title: key for key, title in BANDS.items()}


@dataclass(frozen=True)
class Ranked:
    """A row of the board. What it says of itself is put into words when it is asked for: most rows stand further down than a page goes."""

    line: CaseLine
    place: int
    engagement: str
    engagement_id: int | None
    score: Score
    below: tuple[str, Score] | None
    """The next one and its score, None of the last."""

    @property
    def points(self) -> int:
        return self.score.points

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.score.parts

    @property
    def why(self) -> str:
        """The heaviest facts."""
        return self.score.sentence

    @property
    def sum(self) -> str:
        """All facts with their points."""
        return self.score.sum

    @property
    def moves(self) -> str:
        return what_would_move(self.score)

    @property
    def above(self) -> str:
        """What puts it above the next."""
        return why_above(self.score, self.below[1], self.below[0]) if self.below else ""


@dataclass(frozen=True)
class Band:
    """`count` is of all its rows, `ranked` are some of them, behind others where it `continues`."""

    key: str
    title: str
    count: int
    ranked: tuple[Ranked, ...]
    continues: bool


@dataclass(frozen=True)
class Board:
    bands: tuple[tuple[str, tuple[Ranked, ...]], ...]
    why_first: str
    silent: tuple[Silent, ...] = ()
    left_out: int = 0
    """Cases of covered customers that are less severe or due later than those that are shown."""

    @property
    def ranked(self) -> list[Ranked]:
        return [one for _, found in self.bands for one in found]

    def within(self, first: int, last: int) -> list[Band]:
        """The rows from the place after `first` to `last`, in their bands."""
        found, begun = [], 0
        for title, ranked in self.bands:
            rows = ranked[max(first - begun, 0) : max(last - begun, 0)]
            if rows:
                found.append(Band(_KEYS[title], title, len(ranked), rows, first > begun))
            begun += len(ranked)
        return found

    @property
    def urgent(self) -> int:
        return sum(len(found) for title, found in self.bands if title == BANDS["now"])

    @property
    def unreached(self) -> list[Silent]:
        return [one for one in self.silent if not one.is_settled]


def arrange(
    rows: Sequence[Covered], weighing: Weights, at: datetime, silent: Sequence[Silent] = (), left_out: int = 0
) -> Board:
    """The worst first, under the heading that its points earn."""
    scores = [score(row.plight, weighing, at) for row in rows]
    order = worst_first(scores)
    ranked = [_ranked(rows, scores, order, place) for place in range(len(order))]
    bands = {key: tuple(one for one in ranked if band(one.points, weighing) == key) for key in BANDS}
    named = tuple((BANDS[key], found) for key, found in bands.items() if found)
    return Board(named, _why_first(ranked), tuple(silent), left_out)


def _ranked(rows: Sequence[Covered], scores: list[Score], order: list[int], place: int) -> Ranked:
    row, below = rows[order[place]], order[place + 1] if place + 1 < len(order) else None
    return Ranked(
        line=row.line, place=place + 1, engagement=STATES.get(row.engagement, ""), engagement_id=row.engagement_id,
        score=scores[order[place]], below=None if below is None else (rows[below].line.ref, scores[below]),
    )  # fmt: skip


def _why_first(ranked: list[Ranked]) -> str:
    if not ranked:
        return ""
    first = ranked[0]
    lead = f"{first.line.customer} ({first.line.ref}) is first: {first.why}"
    return f"{lead}; {first.above}." if first.above else f"{lead}."


async def board(db: Session, at: datetime | None = None) -> Board:
    """Of this moment, or by what is known now as of another one: so a page that was begun then goes on in the same order."""
    at = at or now()
    incidents = await unresolved_incidents(db)
    silent = await silent_in(db, incidents)
    cases = await covered_cases(db, at)
    rows = [*cases.shown, *(await covered_incidents(db, incidents, silent) if incidents else [])]
    return arrange(rows, weights(), at, silent, cases.left_out)
