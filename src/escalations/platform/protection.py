"""Row-level security, grants, functions and views, derived from the tables, as SQL statements in order.

A table may say in its `info`: `append_only` (the application may insert and read, never change), `may_update` (but for these columns), `readable_by_all`
(its rows name boundaries but are no secret), `owner_reads_all` (a SECURITY DEFINER function searches it), `sight` (the name of
a column of boundaries: only who sees all of them sees the row), `private_to` (the name of a column with a person: nobody else sees
the row, not even the system; where it is empty, everybody does).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import MetaData, Table

APP_ROLE = "escalations_app"
OWNER_ROLE = "escalations_owner"


def declare_function(metadata: MetaData, name: str, sql: str) -> None:
    """`{owner}` in the text stands for the owning role. A room declares what its tables need."""
    metadata.info.setdefault("functions", {})[name] = sql


def declare_view(metadata: MetaData, name: str, sql: str) -> None:
    metadata.info.setdefault("views", {})[name] = sql


def protect(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        yield _grant(table)
        if "boundary" in table.c:
            yield f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY"
            yield f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY"
            yield _policy(table)
        if table.info.get("owner_reads_all"):
            yield f"CREATE POLICY owner_reads ON {table.name} FOR SELECT TO CURRENT_USER USING (true)"


def _grant(table: Table) -> str:
    verbs = "SELECT, INSERT" if table.info.get("append_only") else "SELECT, INSERT, UPDATE, DELETE"
    if columns := table.info.get("may_update"):
        verbs = f"{verbs}, UPDATE ({', '.join(columns)})"
    return f"GRANT {verbs} ON {table.name} TO {APP_ROLE}"


def _policy(table: Table) -> str:
    inside = "boundary = ANY ((SELECT app_boundaries())::text[])"
    if table.info.get("readable_by_all"):
        inside = "true"
    elif table.c.boundary.nullable:
        inside = f"boundary IS NULL OR {inside}"
    if column := table.info.get("sight"):
        inside = f"{inside} AND {column} <@ (SELECT app_boundaries())::text[]"
    if column := table.info.get("private_to"):
        theirs = f"{column} = (SELECT nullif(current_setting('app.person_id', true), '')::bigint)"
        inside = (
            f"{inside} AND ({column} IS NULL OR {theirs})" if table.c[column].nullable else f"{inside} AND {theirs}"
        )
    return f"CREATE POLICY within_boundary ON {table.name} TO {APP_ROLE} USING ({inside}) WITH CHECK ({inside})"


def schema_statements(metadata: MetaData) -> Iterator[str]:
    """All that follows the CREATE TABLEs of a schema."""
    info: dict[str, Any] = metadata.info
    yield from info.get("functions", {}).values()
    yield from protect(metadata.sorted_tables)
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    for name, sql in info.get("views", {}).items():
        yield f"CREATE VIEW {name} WITH (security_invoker = true) AS {sql}"
        yield f"GRANT SELECT ON {name} TO {APP_ROLE}"
