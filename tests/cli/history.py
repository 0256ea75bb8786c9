"""Lines of an earlier system, and a run over them."""

import asyncio
import json
from pathlib import Path
from typing import Any

from escalations.cli.history_importer import HistoryImporter, HistoryTally

CLOSED: dict[str, Any] = {
    "key": "T-1", "customer": "Nordhavn Rail", "contact": "lena@nordhavn.example", "title": "Storage account cannot be reached",
    "description": "AuthorizationFailure since noon.", "opened_at": "2024-03-05T09:00:00+01:00", "severity": "B", "family": "storage",
    "error_codes": ["AuthorizationFailure"], "owner": "ada@support.example", "closed_at": "2024-03-07T16:00:00Z", "resolution": "fixed",
    "note": "A firewall rule was missing.",
    "messages": [
        {"by": "engineer", "at": "2024-03-05T09:40:00Z", "author": "ada@support.example", "text": "We are looking at the firewall."},
        {"by": "note", "at": "2024-03-05T10:00:00Z", "author": "Somebody long gone", "text": "Rule 17 is missing."},
        {"by": "customer", "at": "2024-03-06T08:00:00Z", "author": "lena@nordhavn.example", "text": "It works again, thank you."},
    ],
}  # fmt: skip
OPEN = {name: value for name, value in CLOSED.items() if name not in ("closed_at", "resolution", "note")} | {
    "key": "T-2"
}


def in_file(folder: Path, *lines: dict[str, Any] | str) -> Path:
    path = folder / "history.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


async def brought_in(
    path: Path, *, stop: asyncio.Event | None = None, source: str = "desk", dry_run: bool = False
) -> HistoryTally:
    importer = HistoryImporter(source, dry_run)
    importer.stop = stop or importer.stop
    return await importer.run([path])


def summed(tally: HistoryTally) -> tuple[int, int, int]:
    return tally.new, tally.there_already, len(tally.failures)
