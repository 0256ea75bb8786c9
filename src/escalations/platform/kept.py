"""SELECTs that are asked again and again: compiled once, asked by the driver itself, and made into what a session would make of them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Column, Dialect, Executable
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, Session

from .entities import EntityOf, Read, reads
from .straight import straight

T = TypeVar("T")


class _Sent(NamedTuple):
    """The statement, its values by name in their order, how they are put where not as they are, and what is made of its rows,
    None where they are what is asked for."""

    statement: str
    values: dict[str, Any]
    puts: Sequence[tuple[str, Read]]
    made: Callable[[Session, Sequence[Any]], Any] | None


class Kept(Generic[T]):
    """It reads the same each time, so what changes is a `bindparam`, compared by `any_` where there are several: those of `in_` are fixed.

    `fresh` brings entities that the session holds already up to date, as whoever locks must.
    """

    def __init__(self, query: Executable, *, fresh: bool = False) -> None:
        self._query, self._fresh = query, fresh
        self._sent = lru_cache(maxsize=8)(self._compiled)

    async def all(self, db: AsyncSession, **given: Any) -> Sequence[T]:
        """Entities where it names one and nothing else, otherwise rows by position."""
        session = db.sync_session
        if session.new or session.dirty or session.deleted:
            await db.flush()
        sent = self._sent(session.get_bind().dialect, tuple(given))
        values = {**sent.values, **given}
        for name, put in sent.puts:
            values[name] = put(values[name])
        rows = await straight(db, sent.statement, *values.values())
        return rows if sent.made is None else [sent.made(session, row) for row in rows]

    async def first(self, db: AsyncSession, **given: Any) -> T | None:
        rows = await self.all(db, **given)
        return rows[0] if rows else None

    def _compiled(self, dialect: Dialect, given: tuple[str, ...]) -> _Sent:
        compiled: Any = self._query.compile(dialect=dialect)  # type: ignore[attr-defined]
        state = compiled.construct_expanded_state(dict.fromkeys(given), escape_names=False)
        values = {name: state.parameters[name] for name in state.positiontup}
        if not values.keys() >= set(given):
            raise TypeError(f"A kept statement has no {', '.join(set(given) - values.keys())} that is one value.")
        puts = [(name, put) for name, put in state.processors.items() if name in values]
        return _Sent(state.statement, values, puts, self._made(compiled, dialect))

    def _made(self, compiled: Any, dialect: Dialect) -> Callable[[Session, Sequence[Any]], Any] | None:
        columns, parts, place = compiled._result_columns, list[EntityOf | tuple[int, Read | None]](), 0
        for told in getattr(self._query, "column_descriptions", ()):
            mapper = _mapper_of(told)
            if mapper is None:
                parts.append((place, reads(columns[place].type, dialect)))
                place += 1
            else:
                its = [_column(one) for one in columns[place : place + len(mapper.column_attrs)]]
                parts.append(EntityOf(mapper, its, place, dialect, self._fresh))
                place += len(its)
        if not parts:
            parts = [(place, reads(column.type, dialect)) for place, column in enumerate(columns)]
        return _maker(parts)


def _mapper_of(told: dict[str, Any]) -> Mapper[Any] | None:
    """Where a whole entity is asked for."""
    entity = told.get("entity")
    return entity.__mapper__ if told["expr"] is entity is not None else None


def _column(told: Any) -> Column[Any]:
    """Of the table, where the statement had to give it another name."""
    return next(one for one in told.objects if isinstance(one, Column))


def _maker(parts: Sequence[EntityOf | tuple[int, Read | None]]) -> Callable[[Session, Sequence[Any]], Any] | None:
    if len(parts) == 1 and isinstance(parts[0], EntityOf):
        return parts[0].made
    if all(isinstance(one, tuple) and one[1] is None for one in parts):
        return None
    return lambda session, row: tuple([_part(one, session, row) for one in parts])


def _part(one: EntityOf | tuple[int, Read | None], session: Session, row: Sequence[Any]) -> Any:
    if isinstance(one, EntityOf):
        return one.made(session, row)
    place, read = one
    return row[place] if read is None or row[place] is None else read(row[place])
