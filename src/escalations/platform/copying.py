"""Very many rows at once: copied into a table of this transaction, from which one statement puts them where they belong."""

from collections.abc import Iterable, Mapping
from typing import Any

from .db import Session


async def copy_in(db: Session, table: str, columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> None:
    """`columns` with their types. The table ends with the transaction: rows cannot be copied into one that is under row-level security."""
    connection = await db.connection()
    told = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    await connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {table} ({told}) ON COMMIT DROP")
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.copy_records_to_table(table, records=rows, columns=list(columns), schema_name="pg_temp")
