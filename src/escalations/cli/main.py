"""One group, one module a subject."""

import click

from .. import __version__
from . import (
    administering,
    backing_up,
    clocks,
    coverage,
    doctor,
    groups,
    importing,
    installing,
    language,
    mailing,
    rapid_response,
    replaying,
    routing,
    schema,
    searching,
    serving,
)
from .failing import Commands


@click.group(cls=Commands)
@click.version_option(__version__)
def main() -> None:
    """Escalations: a support escalation case system."""


main.add_command(serving.run_command)
main.add_command(serving.web_command)
main.add_command(serving.worker_command)
main.add_command(doctor.doctor_command)
main.add_command(schema.migrate_command)
main.add_command(schema.schema_command)
main.add_command(backing_up.backup_group)
main.add_command(backing_up.restore_command)
main.add_command(importing.import_group)
main.add_command(installing.roles_command)
main.add_command(installing.demo_group)
main.add_command(administering.people_group)
main.add_command(replaying.jobs_group)
main.add_command(mailing.mail_group)
main.add_command(routing.routing_group)
main.add_command(clocks.clocks_group)
main.add_command(coverage.coverage_group)
main.add_command(groups.groups_group)
main.add_command(searching.search_group)
main.add_command(language.language_group)
main.add_command(rapid_response.rapid_response_group)
