"""The command line on the database of the test: `shell` in a process of its own, `said` in this one, which is quicker."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from click.testing import CliRunner

from escalations.cli.main import main
from escalations.platform import db as database
from escalations.platform.settings import settings
from tests.support import urls

SECRET = "a-secret-that-only-this-test-knows-0123456789"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """A production server's, unless a test says otherwise; an empty value takes a variable away."""
    usual = {"DATABASE_URL": urls.app, "ESCALATIONS_ENV": "production", "ESCALATIONS_SECRET": SECRET, "COLUMNS": "200"}
    return {name: value for name, value in (os.environ | usual | changes).items() if value}


def _heeds_all() -> None:
    """Whoever runs the tests in the background or by `nohup` keeps signals away from them, which what they start would inherit."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_DFL)


Meanwhile = Callable[[asyncio.subprocess.Process], Awaitable[None]]


async def shell(*words: str, typed: str = "", meanwhile: Meanwhile | None = None, **changes: str) -> Ended:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "escalations.cli", *words, env=environment(**changes),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, preexec_fn=_heeds_all,
    )  # fmt: skip
    told = asyncio.create_task(process.communicate(typed.encode()))
    if meanwhile is not None:
        await meanwhile(process)
    out, err = await told
    return Ended(process.returncode or 0, out.decode(), err.decode())


async def said(*words: str, typed: str = "", **changes: str) -> Ended:
    """The command connects and disconnects the process's one engine, so the test's own is connected anew afterwards."""
    env: dict[str, str | None] = {name: None for name, value in changes.items() if not value}
    settings.cache_clear()
    result = await asyncio.to_thread(CliRunner().invoke, main, words, input=typed, env=environment(**changes) | env)
    settings.cache_clear()
    database.connect(urls.app, pooled=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)
