"""Past routing in a person's sight under other rules. As much as a page can wait for; what is left out is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...cases.queries import CaseLine, cases_with_ids
from ...cases.queries.past_decisions import Period, count_past_decisions, past_decisions
from ...platform.db import Session
from ...routing.backtesting import Backtest, Move
from ...routing.rules import RuleSet

MOST = 20_000
COUNTED = 200_000
BATCH = 500
"""Small, so that other people's requests get their turn in between."""


@dataclass(frozen=True)
class Replay:
    """`there` is how many cases were opened in the period, counted up to a limit; `moves` are the newest first."""

    backtest: Backtest
    period: Period
    replayed: int
    there: int
    moves: Sequence[Move]

    @property
    def left_out(self) -> int:
        return self.there - self.replayed


async def replay_past(db: Session, rule_set: RuleSet, period: Period, *, most: int = MOST) -> Replay:
    backtest, moves, replayed = Backtest(rule_set), list[Move](), 0
    async for batch in past_decisions(db, period, limit=most, batch=BATCH):
        moves += [move for past in batch if (move := backtest.replay(past))]
        replayed += len(batch)
    there = replayed if replayed < most else await count_past_decisions(db, period, most=COUNTED)
    return Replay(backtest, period, replayed, there, moves)


async def cases_of_moves(db: Session, moves: Sequence[Move]) -> dict[int, CaseLine]:
    return {line.id: line for line in await cases_with_ids(db, [move.past.case_id for move in moves])}
