"""What a session has to write, written by the driver itself in one statement: rows that changed, rows that are new, rows that go.

The rows and the check of their versions are those of SQLAlchemy's unit of work, without its search for what depends on what: foreign
keys are looked at when a statement is through. Left to it are values that the database or a column's own default makes, and very many
rows at once.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.exc import StaleDataError

from .shapes import Names, NotPlain, Shape, delete_from, insert_into, key_of, numbers_of, shape_of, update_of
from .straight import counted_from, straight

AHEAD = "ahead"
"""Under which a session keeps numbers that it was told already, by table."""
MANY = 20
"""New rows of one table from which on SQLAlchemy's batches are the better way."""
State = InstanceState[Any]


class Write(NamedTuple):
    """`statement` names its values from $1 on, tells of each row as `told`, and may read what the one before it returns as `{before}`.
    Of rows of a `shape`, `numbered` get their number, `renewed` its next version; as many as `least` must have been there as they
    were known."""

    statement: str
    values: Sequence[Any]
    shape: Shape | None = None
    numbered: Sequence[State] = ()
    renewed: State | None = None
    least: int = 0


class Ahead(NamedTuple):
    """So many rows of a table will be made next."""

    table: Any
    rows: int


async def written(db: AsyncSession, besides: Sequence[Write] = ()) -> bool:
    """False where something is not plain and all is left to SQLAlchemy. What changes comes first and what goes comes last, `besides`
    goes along: PostgreSQL does the parts of a statement in the order in which it is asked what they told."""
    session, dialect = db.sync_session, db.get_bind().dialect
    new, gone = list(map(instance_state, session.new)), list(map(instance_state, session.deleted))
    held = list(map(instance_state, session.dirty))
    try:
        writes = [*_updates(dialect, held), *_inserts(dialect, new), *_deletions(dialect, gone)]
    except NotPlain:
        return False
    await send(db, [*writes, *besides])
    session._remove_newly_deleted(gone)
    _known(session, dialect, new, held)
    session.info["wrote"] = session.info.get("wrote") or bool(writes)
    return True


def _known(session: Session, dialect: Dialect, new: Sequence[State], held: Sequence[State]) -> None:
    """As they are in the database by now. SQLAlchemy does the same with the key of each worked out anew; what changed keeps its own."""
    for state in new:
        state.key = state.mapper.identity_key_from_primary_key(shape_of(state.mapper, dialect).key_in(state.dict))
        session.identity_map.replace(state)
    both = [*new, *held]
    InstanceState._commit_all_states([(state, state.dict) for state in both], session.identity_map)
    session._register_altered(both)
    for state in new:
        session._new.pop(state)


async def numbered(db: AsyncSession, rows: Iterable[object], ahead: Ahead | None = None) -> Sequence[int]:
    """Gives new ones their numbers in their order, ahead of the statement that writes them. Tells those that are `ahead`. Asks for
    no more of them than the session was not told yet."""
    dialect, waiting = db.get_bind().dialect, dict[Shape, list[State]]()
    kept: dict[str, deque[int]] = db.sync_session.info.get(AHEAD, {})
    for state in map(instance_state, rows):
        shape = shape_of(state.mapper, dialect)
        if shape.number and state.dict.get(shape.number) is None:
            if there := kept.get(shape.table):
                state.dict[shape.number] = there.popleft()
            else:
                waiting.setdefault(shape, []).append(state)
    wanted, first = [(shape, len(states)) for shape, states in waiting.items()], tuple[int, ...]()
    if ahead is not None:
        shape = shape_of(ahead.table.__mapper__, dialect)
        first = _taken(kept.get(shape.table), ahead.rows)
        wanted.append((shape, ahead.rows - len(first)))
    if not any(rows for _, rows in wanted):
        return first
    [told] = await straight(db, numbers_of(tuple(shape for shape, _ in wanted)), *(rows for _, rows in wanted))
    for (shape, states), numbers in zip(waiting.items(), told, strict=False):
        for state, number in zip(states, numbers, strict=True):
            state.dict[shape.number] = number
    return (*first, *told[-1]) if ahead is not None else ()


def _taken(kept: deque[int] | None, most: int) -> tuple[int, ...]:
    return tuple(kept.popleft() for _ in range(min(most, len(kept)))) if kept else ()


def _updates(dialect: Dialect, held: Iterable[State]) -> Iterable[Write]:
    for shape, state in _in_order(dialect, held):
        if changed := shape.changed(state):
            values = (*shape.values(state, changed), *shape.which(state))
            yield Write(update_of(shape, changed), values, shape, renewed=state if shape.version else None, least=1)


def _inserts(dialect: Dialect, new: Iterable[State]) -> Iterable[Write]:
    """The database numbers the rows of a table in their order."""
    alike: dict[tuple[Shape, Names], list[State]] = {}
    for state in new:
        shape = shape_of(state.mapper, dialect)
        alike.setdefault((shape, shape.given(state)), []).append(state)
    for (shape, names), states in alike.items():
        if len(states) > MANY:
            raise NotPlain
        values = [value for state in states for value in shape.values(state, names)]
        yield Write(
            insert_into(shape, names, len(states)), values, shape, states if len(names) < len(shape.names) else ()
        )


def _deletions(dialect: Dialect, gone: Iterable[State]) -> Iterable[Write]:
    for shape, state in _in_order(dialect, gone):
        yield Write(delete_from(shape), shape.which(state), shape, least=1)


def _in_order(dialect: Dialect, there: Iterable[State]) -> list[tuple[Shape, State]]:
    """The same everywhere, so that of two who write the same rows one waits for the other and not both."""
    shaped = [(shape_of(state.mapper, dialect), state) for state in there]
    return sorted(shaped, key=lambda one: (one[0].place, key_of(one[1])))


async def send(db: AsyncSession, writes: Sequence[Write]) -> None:
    if writes:
        values = [value for one in writes for value in one.values]
        [told] = await straight(db, _together(tuple((one.statement, len(one.values)) for one in writes)), *values)
        for one, rows in zip(writes, told, strict=True):
            _take_over(one, rows)


@lru_cache(maxsize=1024)
def _together(writes: tuple[tuple[str, int], ...]) -> str:
    """What each of them tells, as a list."""
    parts, before = [], 0
    for number, (statement, values) in enumerate(writes):
        counted = counted_from(statement, before)
        parts.append(f"w{number} AS ({counted.replace('{before}', f'w{number - 1}')})")
        before += values
    told = ", ".join(f"ARRAY(SELECT told FROM w{number})" for number in range(len(writes)))
    return f"WITH {', '.join(parts)} SELECT {told}"


def _take_over(one: Write, rows: Sequence[Any]) -> None:
    if one.shape is None:
        return
    if len(rows) < one.least:
        raise StaleDataError(f"A row of {one.shape.table} is not there any more, or was changed meanwhile.")
    for state, number in zip(one.numbered, sorted(rows), strict=False):
        state.dict[one.shape.number] = number
    if one.renewed is not None:
        one.renewed.dict[one.shape.version] += 1
