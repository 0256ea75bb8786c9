"""Rows written under each schema that was ever released are there under the newest, and the program works with them."""

import json
from datetime import timedelta
from pathlib import Path

import asyncpg
import httpx
from alembic.script import ScriptDirectory

from escalations.people.access import COOKIE
from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.resources import resource_dir
from escalations.platform.schema import migrate
from escalations.platform.security import fingerprint
from escalations.platform.time import now
from tests.faults.serving import served
from tests.house.test_schema import empty_database
from tests.house.test_upgrades import ARTICLE, lived_in

__all__ = ["empty_database"]

COPIED = {"customer": "name", "support_case": "", "known_issue": "", "clock": "case_id"}
"""Tables of the first schema of which a row is copied under each later one, and a column that must follow the copy's number."""


async def copy_rows(connection: asyncpg.Connection, number: int) -> None:
    """The row of the first world once more, with whatever columns its table has by now."""
    for table, follows in COPIED.items():
        told = {"id": number} | ({follows: number} if follows else {})
        columns = ", ".join(row[0] for row in await connection.fetch(_WRITTEN, table))
        first = 7 if table == "known_issue" else 1
        await connection.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM (SELECT (jsonb_populate_record(t, $1::jsonb)).* FROM {table} t WHERE id = {first}) one",
            json.dumps(told),
        )


_WRITTEN = "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'"


async def test_rows_of_every_release_live_on(empty_database: EmbeddedPostgres, tmp_path: Path) -> None:
    await lived_in(empty_database, "0001", ARTICLE)
    revisions = [script.revision for script in ScriptDirectory(str(resource_dir("migrations"))).walk_revisions()][::-1]
    connection = await asyncpg.connect(empty_database.admin_url.replace("/postgres?", f"/{empty_database.database}?"))
    try:
        for place, revision in enumerate(revisions):
            await migrate(empty_database.owner_url, revision)
            await copy_rows(connection, 100 + place)
        for table in COPIED:
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == len(revisions) + 1, table
        await let_in(connection)
        await connection.execute(
            "SELECT setval(pg_get_serial_sequence(t, 'id'), 1000) FROM unnest($1::text[]) t", [*COPIED, "person"]
        )
    finally:
        await connection.close()
    async with served(tmp_path / "log", DATABASE_URL=empty_database.app_url) as url:
        await every_page_opens(url, [f"C-{100 + place}" for place in range(len(revisions))])


async def let_in(connection: asyncpg.Connection) -> None:
    """Ada, cleared and signed in."""
    at, until = now(), now() + timedelta(days=1)
    await connection.execute(
        "INSERT INTO clearance (boundary, person_id, granted_at, expires_at, evidence) VALUES ('public', 1, $1, $2, 'on file')",
        at,
        until,
    )
    await connection.execute(
        "INSERT INTO sign_in (token, person_id, created_at, seen_at, expires_at, address, agent) VALUES ($1, 1, $2, $2, $3, '', '')",
        fingerprint("a token"), at, until,
    )  # fmt: skip


async def every_page_opens(url: str, refs: list[str]) -> None:
    async with httpx.AsyncClient(base_url=url, cookies={COOKIE: "a token"}, timeout=30) as ada:
        for path in ("/", "/queues", "/known-issues/KI-7", "/customers/CU-1", *(f"/cases/{ref}" for ref in refs)):
            answer = await ada.get(path)
            assert answer.status_code == 200, f"{path} is {answer.status_code}"
        sent = {"_csrf_token": ada.cookies["csrftoken"], "text": "Written under the newest schema."}
        for ref in refs:
            assert (await ada.post(f"/cases/{ref}/notes", data=sent)).status_code == 303
            assert "Written under the newest schema." in (await ada.get(f"/cases/{ref}")).text
