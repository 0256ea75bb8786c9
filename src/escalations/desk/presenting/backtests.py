"""What a backtest found, ready to be laid out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ...cases.queries import CaseLine
from ...routing.backtesting import GROUPS, Backtest, Count, Move, in_words
from ...routing.examples import ExampleResult, try_examples
from ...routing.naming import name_of
from ..queries.backtests import COUNTED, Replay
from .moves import MoveLine, move_lines


@dataclass(frozen=True)
class CountLine:
    name: str
    count: Count

    @property
    def numbers(self) -> tuple[int, ...]:
        """In the order of the columns."""
        one = self.count
        return one.cases, one.moved, one.newly_right, one.newly_wrong, one.wrong_before, one.wrong_after


@dataclass(frozen=True)
class Outcome:
    """`matrix` has a row for each queue that loses cases, with how many go to each of `columns`.

    A table has a heading, a line for each group of which something moves, and the names of the other groups.
    """

    sentences: list[str]
    left_out: str
    columns: list[str]
    matrix: list[tuple[str, list[int]]]
    tables: list[tuple[str, list[CountLine], list[str]]]
    wrong_examples: list[str]
    idle: list[str]
    moved: int
    moves: list[MoveLine]
    older: int | None

    @property
    def numeric_columns(self) -> list[tuple[str, str]]:
        return [(name, "num") for name in self.columns]


def outcome_of(replay: Replay, shown: Sequence[Move], cases: Mapping[int, CaseLine], at: datetime) -> Outcome:
    backtest = replay.backtest
    columns, matrix = _matrix(backtest)
    wrong = (result for result in try_examples(backtest.rule_set, at) if not result.is_right)
    last = shown[-1].past.id if shown else None
    return Outcome(
        sentences=in_words(backtest), left_out=_left_out(replay), columns=columns, matrix=matrix, tables=list(_tables(backtest)),
        wrong_examples=list(dict.fromkeys(map(_wrong, wrong))),
        idle=[name for name, hits in backtest.hits().items() if not hits], moved=len(replay.moves),
        moves=move_lines(shown, cases),
        older=last if shown and replay.moves[-1].past.id != last else None,
    )  # fmt: skip


def _wrong(result: ExampleResult) -> str:
    return f"{result.rule.name}: goes to {name_of('queue', result.queue)} by “{result.decided_by}”"


def _matrix(backtest: Backtest) -> tuple[list[str], list[tuple[str, list[int]]]]:
    counts = {(before, after): count.cases for before, after, count in backtest.moves()}
    known = list(backtest.rule_set.catalogue.queues)
    places = {key: number for number, key in enumerate(known)}
    rows = _in_order({before for before, _ in counts}, places)
    columns = _in_order({after for _, after in counts}, places)
    names = [name_of("queue", key) for key in columns]
    return names, [(name_of("queue", row), [counts.get((row, column), 0) for column in columns]) for row in rows]


def _in_order(keys: Iterable[str], places: Mapping[str, int]) -> list[str]:
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


def _tables(backtest: Backtest) -> Iterator[tuple[str, list[CountLine], list[str]]]:
    for name, group in GROUPS.items():
        counts = sorted(backtest.counted_by(group).items())
        lines = [CountLine(_named(name, key), count) for key, count in counts]
        yield (
            _HEADINGS[name],
            [one for one in lines if one.count.moved],
            [one.name for one in lines if not one.count.moved],
        )


_HEADINGS = {"family": "Technology", "severity": "Severity", "tier": "Plan and cover"}


def _named(group: str, key: str) -> str:
    if group == "tier":
        plan, comma, covered = key.partition(", ")
        return f"{name_of('plan', plan)}{comma}{covered}"
    return "Unclear" if key == "unclear" else name_of(group, key)


def _left_out(replay: Replay) -> str:
    if not replay.left_out:
        return ""
    there = f"more than {COUNTED:,}" if replay.there >= COUNTED else f"{replay.there:,}"
    return (
        f"These are the newest {replay.replayed:,} of {there} cases in this time. Choose a shorter time to reach the others,"
        " or run “escalations routing backtest”, which takes them all."
    )
