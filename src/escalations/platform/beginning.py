"""A transaction begins and is told for whom it runs in one message to the database."""

from typing import Any

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.util import await_only


class Telling(asyncpg.Connection):
    """`told` goes with the next BEGIN, once."""

    told = ""

    async def execute(self, query: str, *args: Any, **how: Any) -> str:
        if self.told and query.startswith("BEGIN"):
            query, self.told = f"{query}{self.told}", ""
        return str(await super().execute(query, *args, **how))


def begin_with(connection: Connection, **settings: str) -> None:
    """These hold for this transaction. To be called where SQLAlchemy begins one, before it sends anything."""
    adapted: Any = connection.connection.dbapi_connection
    driver: Telling = adapted.driver_connection
    driver.told = "".join(f"SET LOCAL app.{name} = {_literal(value)};" for name, value in settings.items())
    try:
        await_only(adapted._start_transaction())
    except BaseException as error:
        connection._handle_dbapi_exception(error, "BEGIN", None, None, None)
    finally:
        driver.told = ""


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
