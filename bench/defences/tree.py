"""A copy of the tree in which a defence can be missing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
_READY = "    await copying.close()\n    yield server\n"
_AND_UNDONE = """    await copying.close()
    undoing = await asyncpg.connect(server.admin_url.replace("/postgres?", f"/{{server.database}}?"))
    await undoing.execute({sql!r})
    await undoing.close()
    yield server
"""


class Tree:
    """Its tests begin with a copy of the database `migrated`, which somebody has to make."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in COPIED:
            shutil.copytree(HERE / name, root / name)
        for name in LINKED:
            (root / name).symlink_to((HERE / name).resolve())
        self._apply(Patch(CONFTEST, _MIGRATED, _COPIED))

    @contextmanager
    def without(self, defence: Defence) -> Iterator[None]:
        patches = list(defence.patches)
        if defence.sql:
            patches.append(Patch(CONFTEST, _READY, _AND_UNDONE.format(sql=defence.sql)))
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
