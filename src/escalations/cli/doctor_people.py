"""Whether anybody is there: to administer, to work, to be worked for."""

import asyncpg

from ..catalog.loading import catalogue
from .findings import Finding


async def people_here(connection: asyncpg.Connection) -> list[Finding]:
    """In a demo people sign in without a password."""
    row = await connection.fetchrow(
        "SELECT count(*) AS people, count(*) FILTER (WHERE enters AND role = 'administrator') AS administrators, "
        "count(*) FILTER (WHERE NOT enters) AS outside "
        "FROM (SELECT role, demo OR password_hash IS NOT NULL AS enters FROM person WHERE disabled_at IS NULL) AS known"
    )
    assert row is not None
    if not row["administrators"]:
        told = "nobody who administers can sign in: escalations people add, or people password"
        return [Finding("people", "warn", told)]
    outside = f", {row['outside']} of them have no password yet" if row["outside"] else ""
    return [
        Finding(
            "people", "ok", f"{row['people']} are here{outside}; {row['administrators']} who administer can sign in"
        )
    ]


async def customers_here(connection: asyncpg.Connection) -> list[Finding]:
    await connection.execute("SELECT set_config('app.boundaries', $1, true)", ",".join(catalogue().boundaries))
    customers = await connection.fetchval("SELECT count(*) FROM customer")
    await connection.execute("SELECT set_config('app.boundaries', '', true)")
    if not customers:
        return [Finding("customers", "warn", "none yet: escalations import customers, or the Customers page")]
    return [Finding("customers", "ok", f"{customers:,}")]
