"""What can be said on the command line, beyond words and numbers. The catalogue is asked only when something was said."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from functools import wraps
from typing import Any
from zoneinfo import available_timezones

import click

from ..catalog.loading import catalogue


def ids_or_all(things: str, verb: str) -> Callable[[Callable[[Sequence[int] | None], None]], Callable[..., None]]:
    """The numbers of some, or None for all: which of both has to be said."""

    def asked(command: Callable[[Sequence[int] | None], None]) -> Callable[..., None]:
        @click.argument("ids", metavar="[ID]…", type=int, nargs=-1)
        @click.option("--all", "every", is_flag=True, help="All of them.")
        @wraps(command)
        def named(ids: Sequence[int], every: bool) -> Any:
            if bool(ids) == every:
                raise click.UsageError(f"Name the {things} to {verb}, or say --all.")
            return command(None if every else ids)

        return named

    return asked


class Boundary(click.ParamType[str]):
    name = "boundary"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = catalogue().boundaries
        if value not in known:
            self.fail(f"There is no boundary {value}. Known are: {', '.join(known)}.", param, ctx)
        return value


class BoundaryUntil(click.ParamType[tuple[str, datetime]]):
    """`public:2027-06-30` → the boundary and the end of that day in UTC."""

    name = "boundary:day"

    def convert(
        self, value: str | tuple[str, datetime], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, datetime]:
        if isinstance(value, tuple):
            return value
        boundary, _, day = value.partition(":")
        try:
            until = datetime.combine(datetime.fromisoformat(day).date(), time(23, 59), UTC)
        except ValueError:
            self.fail(f"{value}: write a boundary and the last day, such as public:2027-06-30.", param, ctx)
        return Boundary().convert(boundary, param, ctx), until


class FamilyLevel(click.ParamType[tuple[str, int]]):
    """`storage:4` → the technology family and how well the person knows it."""

    name = "family:level"

    def convert(
        self, value: str | tuple[str, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        family, _, level = value.partition(":")
        if family not in catalogue().families:
            self.fail(f"There is no family {family}. Known are: {', '.join(catalogue().families)}.", param, ctx)
        if level not in ("1", "2", "3", "4", "5"):
            self.fail(f"{value}: write a level from 1 (knows the words) to 5 (is asked by the others).", param, ctx)
        return family, int(level)


class TimeZone(click.ParamType[str]):
    name = "zone"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in available_timezones():
            self.fail(f"There is no time zone {value}. Write it as Europe/Berlin or UTC.", param, ctx)
        return value
