"""`escalations import`: what other systems hold, brought in from files."""

import click

from .importing_articles import articles_command
from .importing_cases import cases_command


@click.group("import")
def import_group() -> None:
    """Bring in cases and known-issue articles from files."""


import_group.add_command(articles_command)
import_group.add_command(cases_command)
