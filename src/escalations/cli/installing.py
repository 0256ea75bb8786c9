"""Setting up an installation: the roles and database of a production server, and the demo world of any other."""

import asyncio
from contextlib import nullcontext

import click

from ..platform.resources import resource_dir
from ..platform.settings import settings
from .connecting import connected
from .demo.content import content
from .demo.loading import CLOSED, OPEN, is_loaded, load_demo
from .demo.people import PASSWORD
from .demo.whole import being_loaded, throw_away_half_loaded


@click.command("roles")
@click.option("--print-sql", is_flag=True, required=True, help="Write the SQL to standard output; nothing is run.")
def roles_command(print_sql: bool) -> None:
    """Print the SQL that makes the two roles and the database on a PostgreSQL server, for psql.

    \b
    Example:
      export ESCALATIONS_OWNER_PASSWORD=… ESCALATIONS_APP_PASSWORD=…
      escalations roles --print-sql | psql "postgresql://postgres@db.example.com/postgres"
    """
    click.echo((resource_dir("migrations") / "sql" / "roles.sql").read_text(encoding="utf-8"), nl=False)


@click.group("demo")
def demo_group() -> None:
    """The demo world: people, customers and their cases, all invented."""


@demo_group.command("load")
@click.option("--dry-run", is_flag=True, help="Say what would be loaded, write nothing.")
@click.option("--open", "open_cases", type=click.IntRange(0), default=OPEN, show_default=True, help="Open cases.")
@click.option(
    "--closed", "closed_cases", type=click.IntRange(0), default=CLOSED, show_default=True, help="Closed cases."
)
def demo_load_command(dry_run: bool, open_cases: int, closed_cases: int) -> None:
    """Fill an empty database with the demo world. `escalations run` does so by itself on its own database.

    \b
    Example:
      escalations demo load --open 50 --closed 200
    """
    if settings().is_production:
        raise click.ClickException("The demo world has a known password: refused with ESCALATIONS_ENV=production.")
    told = f"{len(content('people')['people'])} people, {len(content('customers')['customers'])} customers, {open_cases} open and {closed_cases} closed cases"  # fmt: skip
    if dry_run:
        click.echo(f"Would load {told}.")
        return
    asyncio.run(_load(open_cases, closed_cases))
    click.echo(f"Loaded {told}. Everybody's password is {PASSWORD}")


async def _load(open_cases: int, closed_cases: int) -> None:
    home = None if settings().database_url else settings().home.resolve()
    if home is not None:
        await throw_away_half_loaded(home)
    async with connected():
        if await is_loaded():
            raise click.ClickException("This database has people already. The demo world goes into an empty one only.")
        with nullcontext() if home is None else being_loaded(home):
            await load_demo(open_cases, closed_cases)
