"""What time has made due, asked of all boundaries in one statement, so that sweeps go only where there is something to do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, union_all

from .db import Scope, transaction

DueIn = Callable[[datetime], Sequence[Select[Any]] | None]
"""Statements that select the boundary of each thing that is due by a moment. None of them: it is due nowhere; None: perhaps anywhere."""


async def boundaries_due(
    asked: Mapping[str, DueIn], boundaries: Sequence[str], at: datetime
) -> Mapping[str, frozenset[str]]:
    """By name, where something is due. What belongs to no one boundary is due in each."""
    told = {name: due(at) for name, due in asked.items()}
    parts = [query.add_columns(literal(name)).distinct() for name, queries in told.items() for query in queries or ()]
    found = {name: set(boundaries if queries is None else ()) for name, queries in told.items()}
    if parts:
        async with transaction(Scope.system(*boundaries)) as db:
            for boundary, name in (await db.execute(union_all(*parts))).all():
                found[name].update([boundary] if boundary in boundaries else boundaries)
    return {name: frozenset(where) for name, where in found.items()}
