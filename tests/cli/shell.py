"""The command line as a person has it: a process of its own, on the database of the test."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

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


Meanwhile = Callable[[asyncio.subprocess.Process], Awaitable[None]]


async def shell(*words: str, typed: str = "", meanwhile: Meanwhile | None = None, **changes: str) -> Ended:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "escalations.cli", *words, env=environment(**changes),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told = asyncio.create_task(process.communicate(typed.encode()))
    if meanwhile is not None:
        await meanwhile(process)
    out, err = await told
    return Ended(process.returncode or 0, out.decode(), err.decode())
