"""One group, one module a subject."""

import click

from .. import __version__
from . import schema


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Escalations: a support escalation case system."""


main.add_command(schema.migrate_command)
main.add_command(schema.schema_command)
