"""What a backtest on the command line says: sentences and tables, or one JSON object; the moved cases as CSV."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..cases.queries.past_decisions import Period
from ..routing.backtesting import GROUPS, Backtest, Count, PastDecision, in_words

TOLD_CONTRADICTIONS = 20


@dataclass
class Outcome:
    """`contradictions` is None when nobody asked for them."""

    backtest: Backtest
    period: Period
    contradictions: list[tuple[PastDecision, str]] | None

    def tell(self) -> None:
        console = Console(highlight=False, soft_wrap=True)
        period, backtest = self.period, self.backtest
        console.print(
            f"Rule set {backtest.rule_set.hash}, cases opened {period.since:%Y-%m-%d %H:%M} to {period.until:%Y-%m-%d %H:%M} UTC."
        )
        for sentence in in_words(backtest):
            console.print(sentence)
        for table in _tables(backtest):
            console.print(table)
        idle = [name for name, hits in backtest.hits().items() if not hits]
        if idle:
            console.print(f"Rules that decided none of them: {escape(', '.join(idle))}.")
        if self.contradictions is not None:
            self._tell_contradictions(console)

    def _tell_contradictions(self, console: Console) -> None:
        found = self.contradictions or []
        if not found:
            console.print("Every stored decision came out again.")
            return
        console.print(f"[red]{len(found):,} stored decisions did not come out again.[/]")
        for past, wrong in found[:TOLD_CONTRADICTIONS]:
            console.print(f"C-{past.case_id}, {past.at:%Y-%m-%d %H:%M} UTC: {escape(wrong)}")
        if len(found) > TOLD_CONTRADICTIONS:
            console.print(f"… and {len(found) - TOLD_CONTRADICTIONS:,} more.")

    def tell_as_json(self) -> None:
        click.echo(json.dumps(self._as_json(), indent=1, ensure_ascii=False))

    def _as_json(self) -> dict[str, Any]:
        backtest, found = self.backtest, self.contradictions
        told: dict[str, Any] = {
            "rule_set": backtest.rule_set.hash,
            "since": self.period.since.isoformat(),
            "until": self.period.until.isoformat(),
            **asdict(backtest.total),
            "moves": [{"from": before, "to": after, **asdict(count)} for before, after, count in backtest.moves()],
            **{f"by_{name}": _plain(backtest.counted_by(group)) for name, group in GROUPS.items()},
            "hits": backtest.hits(),
        }
        if found is not None:
            told["contradictions"] = [
                {"case": f"C-{past.case_id}", "at": past.at.isoformat(), "what": wrong} for past, wrong in found
            ]
        return told


def _plain(counts: dict[str, Count]) -> dict[str, dict[str, int]]:
    return {name: asdict(count) for name, count in counts.items()}


def _tables(backtest: Backtest) -> Iterator[Table]:
    moves = backtest.moves()
    if moves:
        yield _table("From → to", ((f"{before} → {after}", count) for before, after, count in moves))
        for name, group in GROUPS.items():
            yield _table(f"By {name}", sorted(backtest.counted_by(group).items()))


def _table(title: str, rows: Iterable[tuple[str, Count]]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for heading in ("cases", "moved", "closed", "newly right", "newly wrong", "wrong before", "wrong after"):
        table.add_column(heading, justify="right")
    for name, count in rows:
        told = (
            count.cases,
            count.moved,
            count.solved,
            count.newly_right,
            count.newly_wrong,
            count.wrong_before,
            count.wrong_after,
        )
        table.add_row(escape(name), *(f"{number:,}" for number in told))
    return table
