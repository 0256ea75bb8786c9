"""What a database holds, as something that can be compared: rows by number and checksum, sequences, and who may see what."""

from dataclasses import dataclass, field
from typing import Any

import asyncpg

SETTINGS = "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL intervalstyle = 'postgres'"


@dataclass(frozen=True)
class Contents:
    """`tables` maps a name to [rows, checksum]; the checksum does not depend on the order of the rows. `guards` are policies, grants,
    owners and switches of row-level security, each as one line."""

    tables: dict[str, list[Any]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    guards: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(rows for rows, _ in self.tables.values())


async def contents_of(connection: asyncpg.Connection) -> Contents:
    """Inside a transaction of somebody whom row-level security does not hold."""
    await connection.execute(SETTINGS)
    names = [row[0] for row in await connection.fetch(_TABLES)]
    tables = {name: list(await connection.fetchrow(_SUM.format(name)) or ()) for name in names}
    sequences = {row["sequencename"]: row["last_value"] or 0 for row in await connection.fetch(_SEQUENCES)}
    return Contents(tables, sequences, [row[0] for row in await connection.fetch(_GUARDS)])


def differences(saved: Contents, there: Contents) -> list[str]:
    """In words. A sequence may have gone on: numbers that were given out are never given again."""
    told = [f"{name} is missing" for name in saved.tables.keys() - there.tables.keys()]
    told += [f"{name} was not in the backup" for name in there.tables.keys() - saved.tables.keys()]
    for name in saved.tables.keys() & there.tables.keys():
        (rows, checksum), (rows_there, checksum_there) = saved.tables[name], there.tables[name]
        if rows != rows_there:
            told.append(f"{name} has {rows_there} rows instead of {rows}")
        elif checksum != checksum_there:
            told.append(f"{name} has {rows} rows, but not the same ones")
    for name, value in saved.sequences.items():
        if there.sequences.get(name, -1) < value:
            told.append(f"the sequence {name} is at {there.sequences.get(name)}, behind {value}")
    told += [f"missing: {guard}" for guard in sorted(set(saved.guards) - set(there.guards))]
    return sorted(told) + [f"not in the backup: {guard}" for guard in sorted(set(there.guards) - set(saved.guards))]


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_SUM = """SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM "{}" t"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_GUARDS = """SELECT 'policy ' || tablename || '.' || policyname || ' for ' || cmd || ' to ' || array_to_string(roles, ',') || ' using '
    || coalesce(qual, '') || ' check ' || coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'
  UNION ALL SELECT 'table ' || relname || ' of ' || pg_get_userbyid(relowner) || ', row security ' || relrowsecurity || '/' || relforcerowsecurity
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
  UNION ALL SELECT 'grant ' || privilege_type || ' on ' || table_name || ' to ' || grantee FROM information_schema.role_table_grants WHERE table_schema = 'public'
  UNION ALL SELECT 'function ' || p.oid::regprocedure || ' of ' || pg_get_userbyid(proowner) || ', definer ' || prosecdef FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  ORDER BY 1"""
