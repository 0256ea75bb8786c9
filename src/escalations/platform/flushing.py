"""What a session has to write, written by the driver itself: one statement for the new rows of a table, one for each row that changed.

The rows, their order and the check of their versions are those of SQLAlchemy's unit of work, without its search for what depends on
what. Left to it are values that the database or a column's own default makes, and very many rows at once.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstanceState
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.exc import StaleDataError

from .shapes import Names, NotPlain, Shape, shape_of
from .straight import straight

MANY = 20
"""New rows of one table from which on SQLAlchemy's batches are the better way."""
State = InstanceState[Any]


class Write(NamedTuple):
    """`place` says what comes first. `numbered` get the number of their row, `renewed` their next version; as many rows as `least`
    must have been there as they were known."""

    place: tuple[int, int]
    shape: Shape
    statement: str
    values: Sequence[Any]
    numbered: Sequence[State] = ()
    renewed: State | None = None
    least: int = 0


async def written(db: AsyncSession) -> bool:
    """False where something is not plain and all is left to SQLAlchemy."""
    session, dialect = db.sync_session, db.get_bind().dialect
    new, gone = list(map(instance_state, session.new)), list(map(instance_state, session.deleted))
    held = list(map(instance_state, session.dirty))
    try:
        writes = [*_updates(dialect, held), *_inserts(dialect, new), *_deletions(dialect, gone)]
    except NotPlain:
        return False
    for one in sorted(writes, key=lambda one: one.place):
        _take_over(one, await straight(db, one.statement, *one.values))
    session._remove_newly_deleted(gone)
    session._register_persistent({*new, *held})
    session.info["wrote"] = session.info.get("wrote") or bool(writes)
    return True


def _updates(dialect: Dialect, held: Iterable[State]) -> Iterable[Write]:
    for state in held:
        shape = shape_of(state.mapper, dialect)
        if changed := shape.changed(state):
            values = (*shape.values(state, changed), *shape.which(state))
            renewed = state if shape.version else None
            yield Write((shape.place, 0), shape, shape.update(changed), values, renewed=renewed, least=1)


def _inserts(dialect: Dialect, new: Iterable[State]) -> Iterable[Write]:
    """The database numbers the rows of a statement in their order."""
    alike: dict[tuple[Shape, Names], list[State]] = {}
    for state in new:
        shape = shape_of(state.mapper, dialect)
        alike.setdefault((shape, shape.given(state)), []).append(state)
    for (shape, names), states in alike.items():
        if len(states) > MANY:
            raise NotPlain
        values = tuple(value for state in states for value in shape.values(state, names))
        numbered = states if len(names) < len(shape.names) else ()
        yield Write((shape.place, 1), shape, shape.insert(names, len(states)), values, numbered)


def _deletions(dialect: Dialect, gone: Iterable[State]) -> Iterable[Write]:
    """After all else, those first that refer to others."""
    for state in gone:
        shape = shape_of(state.mapper, dialect)
        yield Write((LATER - shape.place, 0), shape, shape.delete(), shape.which(state), least=1)


LATER = 1_000_000


def _take_over(one: Write, rows: Sequence[Any]) -> None:
    if len(rows) < one.least:
        raise StaleDataError(f"A row of {one.shape.table} is not there any more, or was changed meanwhile.")
    for state, number in zip(one.numbered, sorted(row[0] for row in rows), strict=False):
        state.dict[one.shape.number] = number
    if one.renewed is not None:
        one.renewed.dict[one.shape.version] += 1
