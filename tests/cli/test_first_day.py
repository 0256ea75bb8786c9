"""The first day as docs/first-day.md tells it: each of its commands, in a shell, one after the other."""

import asyncio
import os
import re
import sys
from pathlib import Path

import asyncpg

from tests.cast import Cast
from tests.cli.shell import environment, said
from tests.support import browser_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "first-day.md"
FINDS = ("escalations doctor", "escalations coverage gaps")
"""These end with 1 where something is found, as a first day has it."""


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def strict(block: str) -> str:
    lines = [f"{line} || [ $? = 1 ]" if line.startswith(FINDS) else line for line in block.splitlines()]
    return "\n".join(lines)


async def test_every_command_of_the_first_day(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    env = environment(PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}", ESCALATIONS_ROUTING_RULES="")
    script = "set -e\n" + "\n".join(map(strict, blocks()))
    shell = await asyncio.create_subprocess_exec(
        "sh", "-c", script, cwd=tmp_path, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out = (await shell.communicate())[0].decode()
    assert shell.returncode == 0 and "Traceback" not in out, out
    for told in (
        "3 rows: would be: 3 added.",
        "3 rows: 3 added.",
        "3 rows: 2 added, 1 revised.",
        "1 of 1 rows imported",
    ):
        assert told in out, out
    case = await admin.fetchrow("SELECT family, queue, severity FROM support_case")
    assert case is not None and (case["family"], case["severity"]) == ("storage", "B")
    for email, password in [("you@support.example", (tmp_path / "password.txt").read_text()), *_first(tmp_path)]:
        async with browser_of(None) as browser:
            answer = await browser.submit("/sign-in", email=email, password=password.strip())
            assert answer.headers["Location"] == "/", email


def _first(folder: Path) -> list[list[str]]:
    lines = (folder / "first-passwords.csv").read_text().splitlines()
    assert len(lines) == 3
    return [line.split(",") for line in lines]


async def test_the_doctor_says_who_is_missing(cast: Cast, admin: asyncpg.Connection) -> None:
    async def told() -> str:
        return (await said("doctor")).out

    assert "note  people" in (before := await told()) and "note  customers" in before
    await admin.execute("UPDATE person SET password_hash = 'x' WHERE role = 'administrator'")
    assert "who administer can sign in" in await told()
