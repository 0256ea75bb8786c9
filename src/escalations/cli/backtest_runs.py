"""A backtest from the command line, all of the past at once, with how far it is."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..cases.queries.past_decisions import Period, count_past_decisions, past_decisions, records_of
from ..platform.db import Session, transaction
from ..routing.backtesting import Backtest, PastDecision, contradiction, contradiction_by_itself
from ..routing.rules import RuleSet
from .backtest_listing import Listing
from .backtest_outcomes import Outcome
from .connecting import connected
from .sight import everywhere

EVERY = 50
"""Of the decisions by the present rules one in so many is also decided again from its own row."""


@dataclass(frozen=True)
class Order:
    rule_set: RuleSet
    period: Period
    limit: int | None
    expect_same: bool
    full: bool


async def run_backtest(order: Order, listing: Listing) -> Outcome:
    backtest = Backtest(order.rule_set)
    outcome = Outcome(backtest, order.period, [] if order.expect_same else None)
    async with connected(), transaction(everywhere()) as db:
        total = await count_past_decisions(db, order.period, most=order.limit or 2**31)
        with _progress(total) as advance:
            async for batch in past_decisions(db, order.period, limit=order.limit):
                listing([move for past in batch if (move := backtest.replay(past))])
                if outcome.contradictions is not None:
                    outcome.contradictions.extend([one async for one in _contradictions(db, order, backtest, batch)])
                advance(len(batch))
    return outcome


async def _contradictions(
    db: Session, order: Order, backtest: Backtest, batch: list[PastDecision]
) -> AsyncIterator[tuple[PastDecision, str]]:
    """By the same rules where they are known, and from the row alone where they are not, or as a sample."""
    by_itself = [past for past in batch if order.full or past.rule_set != order.rule_set.hash or past.id % EVERY == 0]
    records = await records_of(db, [past.id for past in by_itself]) if by_itself else {}
    for past in batch:
        wrong = contradiction(past, backtest) if past.rule_set == order.rule_set.hash else None
        if wrong is None and past.id in records:
            wrong = contradiction_by_itself(past, *records[past.id])
        if wrong:
            yield past, wrong


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("Replaying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Replaying", total=total)
        yield lambda count: bar.advance(task, count)
