"""A copy of the tree in which a defence can be missing, and the tests run there."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from escalations.platform.postgres import ensure_database, start_postgres
from escalations.platform.schema import migrate

from .defence import Defence, Patch

HERE = Path(__file__).parents[2]
COPIED = ("src", "tests", "bench", "migrations", "templates", "search", "routing_rules", "docs")
LINKED = ("static", "node_modules", ".venv", "pyproject.toml", "package.json", "package-lock.json")
CONFTEST = "tests/conftest.py"
_MIGRATED = """    await ensure_database(server, fast_and_unsafe=True)
    await migrate(server.owner_url)
    yield server
"""
_COPIED = """    copying = await asyncpg.connect(server.admin_url)
    await copying.execute(f"CREATE DATABASE {server.database} OWNER escalations_owner TEMPLATE migrated")
    await copying.close()
    yield server
"""
_AND_UNDONE = """    undoing = await asyncpg.connect(server.admin_url.replace("/postgres?", f"/{{server.database}}?"))
    await undoing.execute({sql!r})
    await undoing.close()
    yield server
"""


@dataclass(frozen=True)
class Run:
    """`failed` tests noticed; `broken` ones could not even begin, which proves nothing."""

    passed: int
    failed: int
    broken: int
    seconds: float
    told: str


class Tree:
    def __init__(self, root: Path) -> None:
        self.root = root
        for name in COPIED:
            shutil.copytree(HERE / name, root / name)
        for name in LINKED:
            (root / name).symlink_to((HERE / name).resolve())
        self._apply(Patch(CONFTEST, _MIGRATED, _COPIED))
        self._postgres = start_postgres(root / ".servers", "migrated")
        asyncio.run(self._migrate())

    async def _migrate(self) -> None:
        """Once; each run begins with a copy of it."""
        await ensure_database(self._postgres, fast_and_unsafe=True)
        await migrate(self._postgres.owner_url)

    @contextmanager
    def without(self, defence: Defence) -> Iterator[None]:
        patches = list(defence.patches)
        if defence.sql:
            patches.append(Patch(CONFTEST, "    yield server\n", _AND_UNDONE.format(sql=defence.sql)))
        before = {patch.path: (self.root / patch.path).read_text() for patch in patches}
        try:
            for patch in patches:
                self._apply(patch)
            yield
        finally:
            for path, text in before.items():
                (self.root / path).write_text(text)

    def _apply(self, patch: Patch) -> None:
        path = self.root / patch.path
        text = path.read_text()
        if text.count(patch.old) != 1:
            raise LookupError(f"{patch.path} has {text.count(patch.old)} times what should be there once: {patch.old}")
        path.write_text(text.replace(patch.old, patch.new))

    def run(self, tests: Sequence[str]) -> Run:
        home = self.root / ".servers"
        environment = os.environ | {"PYTHONPATH": str(self.root / "src"), "ESCALATIONS_TEST_HOME": str(home)}
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--tb=line",
            "-rpfE",
            *tests,
        ]
        began = time.monotonic()
        ended = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        told = ended.stdout + ended.stderr
        passed, failed, broken = (
            len(re.findall(rf"^{word} ", told, re.MULTILINE)) for word in ("PASSED", "FAILED", "ERROR")
        )
        return Run(passed, failed, broken, time.monotonic() - began, told)
