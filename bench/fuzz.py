"""More than ten thousand odd requests: python -m bench.fuzz. The API by schemathesis at a real server, then every form and page."""

import asyncio
import os
import tempfile
from pathlib import Path

os.environ["ESCALATIONS_ENV"] = "test"

import click

from escalations.cli.throw_away import throw_away_database
from escalations.platform import db as database
from escalations.platform.logs import set_up_logs
from tests import support
from tests.browser.stage import set_stage
from tests.cast import gather_cast
from tests.faults.schema_fuzzing import fuzz_api
from tests.faults.serving import served
from tests.faults.test_fuzzing_api import token_of
from tests.faults.test_fuzzing_forms import broken_forms, broken_pages


@click.command()
@click.option("--examples", default=60, show_default=True, help="For each operation of the API.")
@click.option("--each", default=20, show_default=True, help="Forms sent to each address; 0 asks the API only.")
@click.option("--minutes", default=30.0, show_default=True, help="At most, for the API.")
def main(examples: int, each: int, minutes: float) -> None:
    """Exit code 1: something answered with a 5xx, or the API otherwise than it is described."""
    raise SystemExit(asyncio.run(fuzz(examples, each, minutes)))


async def fuzz(examples: int, each: int, minutes: float) -> int:
    set_up_logs("error")
    async with throw_away_database():
        url = database.engine().url.render_as_string(hide_password=False)
        support.urls.app = url.replace("postgresql+asyncpg", "postgresql")
        cast = await gather_cast()
        await set_stage(cast)
        total, broken = 0, []
        for person in (cast.dora, cast.adam):
            async with support.browser_of(person) as browser:
                for asked in (broken_forms, broken_pages):
                    sent, wrong = await asked(browser, each)
                    total, broken = total + sent, broken + wrong
        click.echo(f"{total:,} forms and pages, {len(broken)} broken")
        with tempfile.TemporaryDirectory() as folder:
            async with served(Path(folder) / "log", patience=600) as site:
                fuzzed = await fuzz_api(site, await token_of(cast.dora), examples, minutes * 60)
        click.echo(f"{fuzzed.requests:,} requests to the API, {'none broken' if not fuzzed.code else 'see below'}")
        click.echo("\n".join(broken) + ("" if not fuzzed.code else fuzzed.told))
        return int(bool(broken or fuzzed.code))


if __name__ == "__main__":
    main()
