"""Cases that would move, ready to be laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...cases.queries import CaseLine
from ...routing.backtesting import Move
from ...routing.naming import name_of
from ..queries.backtests import Replay

PAGE = 50


@dataclass(frozen=True)
class MoveLine:
    """`verdict` says what the move would have meant for a case that is closed."""

    decision_id: int
    ref: str
    url: str
    title: str
    severity: str
    customer: str
    before: str
    after: str
    rule: str
    solved_in: str
    verdict: str
    tone: str
    opened_at: datetime


def page_of_moves(replay: Replay, before: int | None) -> Sequence[Move]:
    """The moves behind one decision, newest first. Times may be equal, so the place is found by the decision itself."""
    start = 0
    if before is not None:
        start = next(
            (number for number, move in enumerate(replay.moves, 1) if move.past.id == before), len(replay.moves)
        )
    return replay.moves[start : start + PAGE]


def move_lines(shown: Sequence[Move], cases: Mapping[int, CaseLine]) -> list[MoveLine]:
    return [_line(move, cases.get(move.past.case_id)) for move in shown]


def _line(move: Move, case: CaseLine | None) -> MoveLine:
    past = move.past
    verdict, tone = _verdict(move)
    return MoveLine(
        decision_id=past.id, ref=f"C-{past.case_id}", url=f"/cases/C-{past.case_id}", title=case.title if case else "", severity=past.facts.severity,
        customer=case.customer if case else "", before=name_of("queue", past.queue), after=name_of("queue", move.after), rule=move.rule,
        solved_in=name_of("queue", past.solved_in) if past.solved_in else "", verdict=verdict, tone=tone, opened_at=past.at,
    )  # fmt: skip


def _verdict(move: Move) -> tuple[str, str]:
    past = move.past
    if past.solved_in is None:
        return "", ""
    if move.after == past.solved_in:
        return "right", "ok"
    return ("wrong", "bad") if past.queue == past.solved_in else ("wrong anyway", "warn")
