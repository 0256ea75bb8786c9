"""One group, one module a subject."""

import click

from .. import __version__
from . import doctor, schema, serving


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Escalations: a support escalation case system."""


main.add_command(serving.run_command)
main.add_command(serving.web_command)
main.add_command(serving.worker_command)
main.add_command(doctor.doctor_command)
main.add_command(schema.migrate_command)
main.add_command(schema.schema_command)
