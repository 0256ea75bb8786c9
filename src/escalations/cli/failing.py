"""What goes wrong on the command line, in words. Exit codes: 1 it was refused or failed, 2 it was asked or set up wrongly."""

from typing import Any

import asyncpg
import click
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import ArgumentError, DBAPIError

from ..platform.errors import NotAllowed, NotFound, Refused, Stale
from ..platform.settings import Settings
from .stopping import in_order

DATABASE = (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError, ArgumentError)


class Commands(click.Group):
    """Neither a refusal nor an incomplete configuration is worth a traceback; the latter's would show what was configured."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with in_order():
                return super().invoke(ctx)
        except (NotAllowed, NotFound, Refused, Stale) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except ValidationError as incomplete:
            if incomplete.title != Settings.__name__:
                raise
            raise click.UsageError(said_of_settings(incomplete)) from None
        except SettingsError as unreadable:
            raise click.UsageError(_said_of_unreadable(unreadable)) from None
        except DATABASE as outage:
            raise click.ClickException(_said_of_database(outage)) from outage


def said_of_settings(incomplete: ValidationError) -> str:
    """The sentences without the values, since some of them are secret."""
    problems = incomplete.errors(include_url=False, include_context=False, include_input=False)
    return "\n".join(_said(".".join(map(str, one["loc"])), one["msg"]) for one in problems)


def _said_of_unreadable(unreadable: SettingsError) -> str:
    names = [name for name in Settings.model_fields if f'"{name}"' in str(unreadable)]
    return f'{", ".join(map(variable, names)) or "The environment"}: write JSON, for instance ["status.example.com"]'


def _said_of_database(outage: Exception) -> str:
    return f"The database did not do it: {words_of(outage)}. Check its address in the environment, that the server runs, and what it says in its log."


def words_of(outage: Exception) -> str:
    """PostgreSQL's own: whoever is at the shell runs the server. Statements, their values and details of rows stay out of it."""
    orig = getattr(outage, "orig", None) or outage
    told = str(getattr(orig, "__cause__", None) or orig).strip().splitlines()
    return told[0].rstrip(".") if told else type(outage).__name__


def variable(name: str) -> str:
    """Of the environment, for a field of the settings or what its errors call it."""
    return name if name.isupper() else f"ESCALATIONS_{name.upper()}"


def _said(where: str, message: str) -> str:
    told = message.removeprefix("Value error, ")
    return f"{variable(where)}: {told}" if where else told
