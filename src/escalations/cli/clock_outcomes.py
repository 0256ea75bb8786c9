"""What came of trying out clock rules, as tables for people and plain values for programs."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.table import Table

from ..clocks.kinds import KINDS, Kind
from ..clocks.proposals import Impact
from ..clocks.replaying import Count, Replay
from ..clocks.verifying import Difference

EXAMPLES = 10
HEADINGS = ("clocks", "breached then", "breached under it", "newly breached", "saved")


def replay_tables(replay: Replay) -> Iterator[Table | str]:
    for trait, counts in replay.by.items():
        rows = sorted(counts.items())
        if trait == "kind":
            rows = [(_kind(name), count) for name, count in rows]
        yield _table(trait, rows)
    yield _table("all", [("all", replay.total)])
    if replay.unpromised:
        yield f"{replay.unpromised:,} of them would have had no due time at all."
    if replay.newly_late:
        examples = ", ".join(f"C-{case_id} {_kind(kind)}" for case_id, kind in replay.newly_late[:EXAMPLES])
        more = " …" if len(replay.newly_late) > EXAMPLES else ""
        yield f"Newly breached: {examples}{more}"


def _table(trait: str, rows: list[tuple[str, Count]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("" if trait == "all" else f"by {trait}", min_width=20)
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for name, count in rows:
        table.add_row(name, *(f"{number:,}" for number in asdict(count).values()))
    return table


def _kind(kind: str) -> str:
    known: dict[str, str] = {key: nature.words for key, nature in KINDS.items()}
    return known.get(kind, kind)


def replay_as_json(replay: Replay) -> dict[str, Any]:
    return {
        "total": asdict(replay.total),
        **{f"by_{trait}": {name: asdict(one) for name, one in sorted(counts.items())} for trait, counts in replay.by.items()},
        "unpromised": replay.unpromised,
        "newly_breached": [_named(case_id, kind) for case_id, kind in replay.newly_late],
    }  # fmt: skip


def _named(case_id: int, kind: Kind) -> dict[str, str]:
    return {"case": f"C-{case_id}", "kind": kind}


def impact_as_json(impact: Impact) -> dict[str, Any]:
    moves = [
        {**_named(move.case_id, move.kind), "was": move.was.isoformat(), "becomes": move.becomes.isoformat()}
        for move in impact.examples
    ]
    counts = {name: getattr(impact, name) for name in ("clocks", "moved", "later", "earlier", "ended", "breached")}
    stranded = [f"C-{case_id}" for case_id in sorted(impact.stranded)]
    return {
        "words": impact.in_words(),
        **counts,
        "stranded": stranded,
        "rewritten": list(impact.rewritten),
        "examples": moves,
    }


def difference_as_json(difference: Difference) -> dict[str, Any]:
    clock = difference.clock
    return {**_named(clock.case_id, clock.kind), "clock": clock.id, "wrong": list(difference.wrong)}
