"""Finished values for the board and the slot: templates only lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..cases.models import Case
from ..cases.queries import CaseLine
from ..clocks.chip import chip
from ..clocks.queries import open_clock
from ..people.models import Person
from ..platform.db import Session
from ..platform.time import now
from .comparing import band, what_would_move, why_above, worst_first
from .models import STATES, eligibility
from .plight import Score
from .queries import Covered, covered_cases, customer_of, last_engagement, names_on
from .scoring import score
from .weights import Weights, weights

BANDS = {"now": "Needs somebody now", "next": "Next", "later": "In hand"}


@dataclass(frozen=True)
class Ranked:
    """A case on the board. `why` are the heaviest facts, `sum` all of them with their points, `above` what puts it above the next."""

    line: CaseLine
    place: int
    engagement: str
    points: int
    why: str
    sum: str
    above: str
    moves: str


@dataclass(frozen=True)
class Board:
    bands: tuple[tuple[str, tuple[Ranked, ...]], ...]
    why_first: str

    @property
    def ranked(self) -> list[Ranked]:
        return [one for _, found in self.bands for one in found]

    @property
    def urgent(self) -> int:
        return sum(len(found) for title, found in self.bands if title == BANDS["now"])


def arrange(cases: Sequence[Covered], weighing: Weights, at: datetime) -> Board:
    """The worst first, under the heading that its points earn."""
    scores = [score(case.plight, weighing, at) for case in cases]
    order = worst_first(scores)
    ranked = [_ranked(cases, scores, order, place) for place in range(len(order))]
    bands = {key: tuple(one for one in ranked if band(one.points, weighing) == key) for key in BANDS}
    return Board(tuple((BANDS[key], found) for key, found in bands.items() if found), _why_first(ranked))


def _ranked(cases: Sequence[Covered], scores: list[Score], order: list[int], place: int) -> Ranked:
    case, scored = cases[order[place]], scores[order[place]]
    above = (
        why_above(scored, scores[order[place + 1]], cases[order[place + 1]].line.ref) if place + 1 < len(order) else ""
    )
    return Ranked(
        case.line,
        place + 1,
        STATES.get(case.engagement, ""),
        scored.points,
        scored.sentence,
        scored.sum,
        above,
        what_would_move(scored),
    )


def _why_first(ranked: list[Ranked]) -> str:
    if not ranked:
        return ""
    first = ranked[0]
    lead = f"{first.line.customer} ({first.line.ref}) is first: {first.why}"
    return f"{lead}; {first.above}." if first.above else f"{lead}."


async def board(db: Session) -> Board:
    return arrange(await covered_cases(db), weights(), now())


async def about_cover(db: Session, person: Person, case: Case) -> dict[str, Any]:
    """The slot on the case page."""
    await db.flush()
    customer, engagement = await customer_of(db, case), await last_engagement(db, case)
    clock = await open_clock(db, case.id, "first_response", holder="rapid_response")
    standing = engagement is not None and engagement.is_open
    return {
        "case": case,
        "customer": customer,
        "verdict": eligibility(customer, case, now()),
        "engagement": engagement,
        "state": STATES[engagement.state] if engagement else "",
        "names": await names_on(db, engagement) if engagement else {},
        "clock": chip(clock, now()) if clock else None,
        "may_request": not standing and person.may("work_cases"),
        "may_engage": standing
        and engagement is not None
        and engagement.state == "requested"
        and person.may("rapid_response"),
        "may_stand_down": standing
        and person.may("rapid_response" if engagement and engagement.taken_by else "work_cases"),
    }
