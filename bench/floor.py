"""What a page costs at least. The floor of a page is all statements that it sends, who asks among them, by asyncpg alone: one after
the other in one transaction under the same person's row-level security; and then the same templates with the same values. What is
not in it: HTTP, the framework, making the statements, making rows into objects, and deciding what is shown."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
from jinja2 import Template
from litestar import Litestar
from sqlalchemy import event

from escalations.platform import db as database
from escalations.platform.web.templates import answering

SCOPE = "SELECT set_config('app.person_id', $1, true)"


@dataclass
class Floor:
    """What one request sent to the database, and what it gave to its templates."""

    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    renders: list[tuple[Template, dict[str, Any]]] = field(default_factory=list)

    async def seconds(self, raw: asyncpg.Connection, person_id: int) -> float:
        began = time.perf_counter()
        async with raw.transaction():
            await raw.execute(SCOPE, str(person_id))
            for statement, values in self.statements:
                await raw.fetch(statement, *values)
        for template, context in self.renders:
            with answering(context):
                template.render(context)
        return time.perf_counter() - began


async def floor_of(app: Litestar, path: str, cookies: dict[str, str]) -> Floor:
    """Asks for the page in this process, and writes down what that takes."""
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    client = httpx.AsyncClient(transport=transport, base_url="http://bench", cookies=cookies)
    async with _watched() as floor, client:
        answer = await client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return floor


@asynccontextmanager
async def _watched() -> AsyncIterator[Floor]:
    floor, render, engine = Floor(), Template.render, database.engine().sync_engine

    def note_statement(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")) and "set_config" not in statement and "INSERT" not in statement:
            floor.statements.append((statement, tuple(parameters)))

    def note_render(template: Template, *given: Any, **more: Any) -> str:
        floor.renders.append((template, dict(*given, **more)))
        return render(template, *given, **more)

    event.listen(engine, "before_cursor_execute", note_statement)
    Template.render = note_render  # type: ignore[method-assign, assignment]
    try:
        yield floor
    finally:
        Template.render = render  # type: ignore[method-assign]
        event.remove(engine, "before_cursor_execute", note_statement)
