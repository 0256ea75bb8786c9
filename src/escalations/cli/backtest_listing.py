"""The cases that would move, as a CSV file."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..routing.backtesting import Move

Listing = Callable[[Iterable[Move]], None]
COLUMNS = (
    "case", "opened_at", "boundary", "severity", "family", "plan", "covered",
    "was_sent_to", "by_rule", "would_go_to", "by_new_rule", "solved_in",
)  # fmt: skip


@contextmanager
def listing_in(path: Path | None) -> Iterator[Listing]:
    if path is None:
        yield lambda moves: None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        yield lambda moves: writer.writerows(map(_line, moves))


def _line(move: Move) -> Sequence[object]:
    past, facts = move.past, move.past.facts
    return (
        f"C-{past.case_id}", past.at.isoformat(), facts.boundary, facts.severity, facts.family, facts.plan, "yes" if facts.cover else "no",
        past.queue, past.rule, move.after, move.rule, past.solved_in,
    )  # fmt: skip
