"""What goes wrong on the command line, in words. Exit codes: 1 it was refused or failed, 2 it was asked or set up wrongly."""

from typing import Any

import click
from pydantic import ValidationError

from ..platform.errors import NotAllowed, NotFound, Refused, Stale
from ..platform.settings import Settings


class Commands(click.Group):
    """Neither a refusal nor an incomplete configuration is worth a traceback; the latter's would show what was configured."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (NotAllowed, NotFound, Refused, Stale) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except ValidationError as incomplete:
            if incomplete.title != Settings.__name__:
                raise
            raise click.UsageError(said_of_settings(incomplete)) from None


def said_of_settings(incomplete: ValidationError) -> str:
    """The sentences without the values, since some of them are secret."""
    problems = incomplete.errors(include_url=False, include_context=False, include_input=False)
    return "\n".join(_said(".".join(map(str, one["loc"])), one["msg"]) for one in problems)


def _said(where: str, message: str) -> str:
    told = message.removeprefix("Value error, ")
    return f"{where}: {told}" if where else told
