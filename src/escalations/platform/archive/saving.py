"""The database into one file: PostgreSQL's own dump, and beside it what it holds, read from the same snapshot."""

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import asyncpg

from ... import __version__
from ..time import now
from .contents import Contents, contents_of
from .making import being_made
from .tools import run

DUMP, MANIFEST = "database.dump", "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    version: str
    revision: str
    at: str
    contents: Contents


class NoBackup(Exception):
    """Why a file is not one."""


async def save(url: str, file: Path, say: Callable[[str], None]) -> Manifest:
    """As one who sees past row-level security. `file` is there when all of it is."""
    with being_made(file, say) as folder:
        manifest = await _dumped(url, folder / DUMP, say)
        whole = folder / "whole"
        with tarfile.open(whole, "w") as archive:
            _add(archive, MANIFEST, json.dumps({"format": FORMAT} | asdict(manifest), indent=1).encode())
            archive.add(folder / DUMP, DUMP)
        whole.chmod(0o600)
        whole.replace(file)
    return manifest


async def _dumped(url: str, file: Path, say: Callable[[str], None]) -> Manifest:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
            revision = await connection.fetchval("SELECT version_num FROM alembic_version")
            say("Reading what is there.")
            contents = await contents_of(connection)
            say(f"Saving {contents.rows:,} rows of {len(contents.tables)} tables.")
            await run(
                "pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={file}", "--verbose", heard=_tables_in(say)
            )  # fmt: skip
    finally:
        await connection.close()
    return Manifest(__version__, revision, now().isoformat(), contents)


def _tables_in(say: Callable[[str], None]) -> Callable[[str], None]:
    def heard(line: str) -> None:
        if "dumping contents of table" in line:
            say(f"  {line.rpartition(' ')[2].strip(chr(34)).removeprefix('public.')}")

    return heard


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size = len(content)
    archive.addfile(about, io.BytesIO(content))


def manifest_of(file: Path) -> Manifest:
    try:
        with tarfile.open(file) as archive:
            content = archive.extractfile(MANIFEST)
            archive.getmember(DUMP)
            told = json.loads(content.read()) if content else {}
    except (OSError, tarfile.TarError, KeyError, ValueError) as problem:
        raise NoBackup(f"{file} is no backup of ours, or not all of one.") from problem
    if told.pop("format", None) != FORMAT:
        raise NoBackup(f"{file} is of a newer kind than this version reads.")
    return Manifest(**(told | {"contents": Contents(**told["contents"])}))
