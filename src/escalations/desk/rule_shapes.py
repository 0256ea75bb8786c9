"""What programs get of changed and proposed rules. Times are UTC."""

from dataclasses import asdict
from datetime import datetime

from pydantic import BaseModel

from ..cases.queries.proposals import ProposalLine
from ..routing.backtesting import Move, in_words
from .queries.backtests import Replay

MOVES_TOLD = 1000


class MoveOut(BaseModel):
    ref: str
    opened_at: datetime
    was_sent_to: str
    would_go_to: str
    rule: str
    solved_in: str | None


class BacktestOut(BaseModel):
    """`left_out` cases of the time were not tried; `moves` are the newest of those that would move."""

    rule_set: str
    sentences: list[str]
    counts: dict[str, int]
    left_out: int
    moved: list[dict[str, str | int]]
    hits: dict[str, int]
    moves: list[MoveOut]

    @classmethod
    def of(cls, replay: Replay) -> "BacktestOut":
        backtest = replay.backtest
        return cls(
            rule_set=backtest.rule_set.hash, sentences=in_words(backtest), counts=asdict(backtest.total), left_out=replay.left_out,
            moved=[{"from": before, "to": after, "cases": count.cases} for before, after, count in backtest.moves()],
            hits=backtest.hits(), moves=[_move(move) for move in replay.moves[:MOVES_TOLD]],
        )  # fmt: skip


def _move(move: Move) -> MoveOut:
    past = move.past
    return MoveOut(
        ref=f"C-{past.case_id}", opened_at=past.at, was_sent_to=past.queue, would_go_to=move.after, rule=move.rule, solved_in=past.solved_in
    )  # fmt: skip


class ProposalOut(BaseModel):
    ref: str
    version: int
    state: str
    boundary: str
    case: str
    from_queue: str
    to_queue: str
    told_by: str
    draft: str
    at: datetime
    decided_at: datetime | None
    decided_by: str | None

    @classmethod
    def of(cls, line: ProposalLine) -> "ProposalOut":
        told = {name: getattr(line, name) for name in cls.model_fields if name != "case"}
        return cls(**told, case=f"C-{line.case_id}")


class ProposalsOut(BaseModel):
    """`before` asks for the older ones."""

    proposals: list[ProposalOut]
    before: int | None
