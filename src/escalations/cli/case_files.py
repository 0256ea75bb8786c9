"""Files of rows: JSON lines or CSV in, and the rows that could not be taken out again, as JSON lines to mend."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click

REASON = "import_error"
MAX_CELL = 10_000_000


@dataclass(frozen=True)
class Row:
    """`number` is the line of a JSON lines file, or the row as a spreadsheet counts it. A row with a `problem` could not be read."""

    number: int
    values: dict[str, Any]
    problem: str = ""


def rows_of(path: Path) -> list[Row]:
    read = {".jsonl": _json_rows, ".ndjson": _json_rows, ".csv": _csv_rows}.get(path.suffix.lower())
    if read is None:
        raise click.UsageError(f"{path.name} is neither .jsonl nor .csv. Save it as one of these.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(read(file))
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path.name} is not UTF-8 text ({error.reason}). Save it as UTF-8.") from error
    except csv.Error as error:
        raise click.UsageError(f"{path.name} is not readable CSV: {error}.") from error


def _json_rows(file: TextIO) -> Iterator[Row]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield _json_row(number, line.strip())


def _json_row(number: int, line: str) -> Row:
    try:
        values = json.loads(line)
    except ValueError as error:
        return Row(number, {"line": line}, f"The line is not JSON: {error}.")
    if not isinstance(values, dict):
        return Row(number, {"line": line}, "The line is not a JSON object with named values.")
    return Row(number, values)


def _csv_rows(file: TextIO) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    first = file.readline()
    file.seek(0)
    reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
    header = [name.strip().removeprefix("\ufeff") for name in next(reader, [])]
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            yield _csv_row(number, header, cells)


def _csv_row(number: int, header: list[str], cells: list[str]) -> Row:
    values: dict[str, Any] = dict(zip(header, cells, strict=False))
    if len(cells) <= len(header):
        return Row(number, values)
    told = "The row has more cells than the header has columns. Quote cells that hold the separator."
    return Row(number, {**values, "further_cells": cells[len(header) :]}, told)


def write_failures(path: Path, failures: Iterable[tuple[Row, str]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row, reason in failures:
            told = {name: value for name, value in row.values.items() if name != REASON}
            file.write(json.dumps({**told, REASON: reason}, ensure_ascii=False, default=str) + "\n")
