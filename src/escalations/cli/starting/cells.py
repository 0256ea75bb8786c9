"""Cells of a row as what they mean, or in words which of them means nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

import click
from pydantic import BaseModel, ValidationError

from ...platform.time import now
from ...platform.web.forms import sentence_of, without_nul
from ..case_files import REASON, Row
from ..case_rows import RowProblem

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


def known_columns(rows: Sequence[Row], model: type[BaseModel], left_out: Sequence[str]) -> None:
    """A column that is nearly one of these would be lost without a word."""
    named = dict.fromkeys(name for row in rows if not row.problem for name in row.values)
    strange = [name for name in named if name not in (*model.model_fields, *left_out, REASON)]
    if strange:
        raise click.UsageError(
            f"Nothing is known of the column {', '.join(strange)}. Correct its name, or give --leave-out {strange[0]}. "
            f"Known are: {', '.join(model.model_fields)}."
        )


def read_row(row: Row, model: type[M]) -> M:
    """An empty cell says nothing."""
    if row.problem:
        raise RowProblem(row.problem)
    said = {name: _text(row.values[name]) for name in model.model_fields if name in row.values}
    try:
        return model.model_validate({name: text for name, text in said.items() if text})
    except ValidationError as problem:
        raise RowProblem(" ".join(dict.fromkeys(_said_of(problem)))) from None


def _said_of(problem: ValidationError) -> Iterator[str]:
    for error in problem.errors():
        where = f"Column “{error['loc'][0]}”: " if error["loc"] else ""
        yield where + sentence_of(error)


def _text(value: Any) -> str:
    """Of JSON a list is said as a cell says one."""
    told = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return str(without_nul(told)).strip()


def listed(told: object) -> list[str]:
    """What stands apart by semicolons or commas."""
    return [one.strip() for one in str(told).replace(",", ";").split(";") if one.strip()]


def listed_as(kind: click.ParamType[T]) -> Callable[[object], list[T]]:
    """Each as on the command line."""

    def understood(told: object) -> list[T]:
        try:
            return [kind.convert(one, None, None) for one in listed(told)]
        except click.BadParameter as problem:
            raise ValueError(problem.message) from None

    return understood


def end_of(day: date) -> datetime:
    """In UTC."""
    return datetime.combine(day, time(23, 59), UTC)


def end_of_next_year() -> date:
    """For an example that is still good when it is read."""
    return date(now().year + 1, 12, 31)
