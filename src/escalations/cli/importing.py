"""`escalations import`: what other systems hold, brought in from files."""

import click

from .importing_articles import articles_command
from .importing_cases import cases_command
from .importing_history import history_command
from .importing_incidents import incidents_command
from .starting import customers_command, people_command


@click.group("import")
def import_group() -> None:
    """Bring in people, customers, cases, their history, known-issue articles and past incidents from files."""


import_group.add_command(articles_command)
import_group.add_command(cases_command)
import_group.add_command(history_command)
import_group.add_command(incidents_command)
import_group.add_command(people_command)
import_group.add_command(customers_command)
