"""What tells a database that was brought back from one that went on: a remark on it, outside of its tables, so that it stays equal to what
was saved; and numbers that begin further on.

What happened after the backup is lost here and known elsewhere: customers hold mails with numbers of cases and Message-IDs made of numbers of
replies. Given out again, the new case would be taken for the old one, and the new reply for a repeat.
"""

import re
from datetime import datetime

import asyncpg

from ..db import Session, straight

LEAP = 10_000
SHARE = 10
"""Numbers are left out: so many, or a tenth of those given out."""
_REMARK = re.compile(r"Brought back by Escalations at (\S+) ")


async def mark(server: asyncpg.Connection, database: str, *, at: datetime, saved: str) -> None:
    remark = f"Brought back by Escalations at {at.isoformat()} from a backup of {saved}"
    await server.execute(
        f'COMMENT ON DATABASE "{database}" IS {await server.fetchval("SELECT quote_literal($1)", remark)}'
    )


async def brought_back_at(db: Session) -> datetime | None:
    """None where it went on, or was brought back by other means."""
    (remark,) = (await straight(db, _ASK))[0]
    found = _REMARK.match(remark or "")
    return datetime.fromisoformat(found[1]) if found else None


async def leap(connection: asyncpg.Connection) -> None:
    for row in await connection.fetch(_SEQUENCES):
        await connection.execute("SELECT setval($1::text::regclass, $2)", row["name"], row["value"])


_ASK = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
_SEQUENCES = f"""SELECT format('%I.%I', schemaname, sequencename) AS name, least(max_value, last_value + greatest({LEAP}, last_value / {SHARE})) AS value
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"""
