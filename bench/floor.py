"""What a page costs at least: its dearest statement by asyncpg alone, and its template."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import asyncpg
import httpx
from jinja2 import Template
from litestar import Litestar
from sqlalchemy import event

from escalations.platform import db as database

SCOPE = "SELECT set_config('app.person_id', $1, true)"


@dataclass
class Taken:
    """What one request sent to the database, and what it gave to its template."""

    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    renders: list[tuple[Template, dict[str, Any]]] = field(default_factory=list)


async def floor_of(
    app: Litestar, raw: asyncpg.Connection, person_id: int, path: str, cookies: dict[str, str], *, runs: int = 60
) -> float:
    """Median milliseconds."""
    taken = await _taken(app, path, cookies)
    costs = [(await _cost(raw, person_id, statement), statement) for statement in taken.statements]
    dearest = max(costs, key=lambda cost: cost[0], default=(0.0, None))[1]
    return median([await _cost(raw, person_id, dearest, taken.renders) for _ in range(runs)]) * 1000


async def _cost(
    raw: asyncpg.Connection, person_id: int, statement: tuple[str, tuple[Any, ...]] | None, renders: list[tuple[Template, dict[str, Any]]] | None = None
) -> float:  # fmt: skip
    began = time.perf_counter()
    if statement:
        async with raw.transaction():
            await raw.execute(SCOPE, str(person_id))
            await raw.fetch(statement[0], *statement[1])
    for template, context in renders or ():
        template.render(**context)
    return time.perf_counter() - began


async def _taken(app: Litestar, path: str, cookies: dict[str, str]) -> Taken:
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with (
        _watched() as taken,
        httpx.AsyncClient(transport=transport, base_url="http://bench", cookies=cookies) as client,
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return taken


@asynccontextmanager
async def _watched() -> AsyncIterator[Taken]:
    taken, render, engine = Taken(), Template.render, database.engine().sync_engine

    def note_statement(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and "set_config" not in statement:
            taken.statements.append((statement, tuple(parameters)))

    def note_render(template: Template, *_: Any, **context: Any) -> str:
        taken.renders.append((template, context))
        return render(template, **context)

    event.listen(engine, "before_cursor_execute", note_statement)
    Template.render = note_render  # type: ignore[method-assign, assignment]
    try:
        yield taken
    finally:
        Template.render = render  # type: ignore[method-assign]
        event.remove(engine, "before_cursor_execute", note_statement)
