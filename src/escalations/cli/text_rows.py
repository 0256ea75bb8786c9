"""Rows of texts, one JSON object a line: with their family to learn from, or without to be read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from ..catalog.models import Catalogue
from ..routing.learning.texts import KnownText

T = TypeVar("T")
TOLD = 20


class RowFault(ValueError):
    """What is wrong with one row, and what should stand there."""


@dataclass(frozen=True)
class Asked:
    """A text to be read; `id` goes back as it came."""

    id: Any
    title: str
    description: str
    error_codes: tuple[str, ...]


def known_rows(path: Path, catalogue: Catalogue, weight: float) -> list[KnownText]:
    return _all_in_order(path, lambda row: _known(row, catalogue, weight))


def asked_rows(path: Path) -> list[Asked]:
    return _all_in_order(path, _asked)


def _all_in_order(path: Path, read: Callable[[dict[str, Any]], T]) -> list[T]:
    """All rows or none: every fault is told with its line, so that one round of mending is enough."""
    rows, faults = [], []
    for number, line in _lines_of(path):
        try:
            rows.append(read(_object(line)))
        except RowFault as fault:
            faults.append(f"{path.name}:{number}: {fault}")
    if faults:
        more = [f"… and {len(faults) - TOLD} more."] if len(faults) > TOLD else []
        raise click.ClickException(
            "\n".join([*faults[:TOLD], *more, "Nothing was written. Mend the file and try again."])
        )
    if not rows:
        raise click.ClickException(f"{path.name} holds no rows. Write one JSON object a line.")
    return rows


def _lines_of(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from ((number, line) for number, line in enumerate(file, start=1) if line.strip())
    except UnicodeDecodeError as wrong:
        raise click.ClickException(f"{path.name} is not UTF-8 text ({wrong.reason}). Save it as UTF-8.") from wrong


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise RowFault(f"not JSON: {wrong}.") from None
    if not isinstance(row, dict):
        raise RowFault("not a JSON object. Write named values in braces.")
    return row


def _known(row: dict[str, Any], catalogue: Catalogue, weight: float) -> KnownText:
    family, also = _family(row, "family", catalogue), _family(row, "secondary_family", catalogue)
    if family is None:
        raise RowFault("has no family. It says what a reader should find out.")
    title, description, codes = _text(row)
    return KnownText(
        title=title, description=description, error_codes=codes, family=family, also=also if also != family else None, weight=weight
    )  # fmt: skip


def _asked(row: dict[str, Any]) -> Asked:
    if row.get("id") in (None, ""):
        raise RowFault("has no id. Without one the answer cannot be told apart from the others.")
    return Asked(row["id"], *_text(row))


def _text(row: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    title = _words(row, "title")
    description = _words(row, "description") or _words(row, "summary")
    if not title and not description:
        raise RowFault("has neither a title nor a description (or summary).")
    return title, description, _codes(row.get("error_codes"))


def _words(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise RowFault(f"{name} is {json.dumps(value)[:40]}, not text. Put it in quotes.")
    return (value or "").strip()


def _codes(value: Any) -> tuple[str, ...]:
    listed = value.split(";") if isinstance(value, str) else value or []
    if not isinstance(listed, list) or any(
        not isinstance(code, str | int) or isinstance(code, bool) for code in listed
    ):
        raise RowFault('error_codes is not a list of texts, such as ["AADSTS50011", "502"].')
    return tuple(text for code in listed if (text := str(code).strip()))


def _family(row: dict[str, Any], name: str, catalogue: Catalogue) -> str | None:
    value = row.get(name)
    if value in (None, ""):
        return None
    if value not in catalogue.families:
        raise RowFault(f"there is no family {value!r} ({name}). Write one of: {', '.join(catalogue.families)}.")
    return str(value)
