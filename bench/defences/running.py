"""Tests of a tree, run in a process of their own that has the libraries already and nothing of ours: reading those takes longer
than most tests do."""

import asyncio
import importlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

OURS = ("escalations", "tests", "bench")
_READ = "import sys, tests.conftest, escalations.app, escalations.cli.main; print(*sys.modules)"


@dataclass(frozen=True)
class Run:
    """`failed` tests noticed; `broken` ones could not even begin, which proves nothing."""

    passed: int
    failed: int
    broken: int
    seconds: float
    told: str


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in OURS


class Runner:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._into(root)
        told = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _READ],
            cwd=root,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        for name in told.stdout.split():
            if not is_ours(name) and name != "__main__":
                with suppress(Exception):
                    importlib.import_module(name)
        self._apart(self._migrate, root / "migrating.log")

    def run(self, tests: Sequence[str]) -> Run:
        began = time.monotonic()
        told = self._apart(
            lambda: pytest.main(["-q", "-p", "no:cacheprovider", "--tb=line", "-rpfE", *tests]), self.root / "run.log"
        )
        passed, failed, broken = (
            len(re.findall(rf"^{word} ", told, re.MULTILINE)) for word in ("PASSED", "FAILED", "ERROR")
        )
        return Run(passed, failed, broken, time.monotonic() - began, told)

    def _apart(self, work: Callable[[], object], log: Path) -> str:
        """In a child of this process; answers with what it said."""
        child = os.fork()
        if child == 0:
            with log.open("wb") as said:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
            self._into(self.root)
            try:
                work()
            finally:
                sys.stdout.flush()
                os._exit(0)
        os.waitpid(child, 0)
        return log.read_text(errors="replace")

    def _environment(self) -> dict[str, str]:
        folders = os.pathsep.join(map(str, (self.root, self.root / "src")))
        return os.environ | {
            "PYTHONPATH": folders,
            "ESCALATIONS_TEST_HOME": str(self.root / ".servers"),
            "ESCALATIONS_ENV": "test",
        }

    def _into(self, root: Path) -> None:
        """What is imported from now on comes out of the tree."""
        os.chdir(root)
        os.environ.update(self._environment())
        for name in [name for name in sys.modules if is_ours(name)]:
            if not name.startswith("bench.defences"):
                del sys.modules[name]
        sys.path[:] = [
            str(root),
            str(root / "src"),
            *(path for path in sys.path if "site-packages" in path or "lib" in path),
        ]

    def _migrate(self) -> None:
        from escalations.platform.postgres import ensure_database, start_postgres
        from escalations.platform.schema import migrate

        async def made() -> None:
            server = start_postgres(self.root / ".servers", "migrated")
            await ensure_database(server, fast_and_unsafe=True)
            await migrate(server.owner_url)

        asyncio.run(made())
