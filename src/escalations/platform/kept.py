"""SELECTs that are asked again and again: compiled once, asked by the driver itself, and made into what a session would make of them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ARRAY, Column, Dialect, Executable, Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, Session

from .entities import EntityOf, Read, reads
from .straight import counted_from, straight

T = TypeVar("T")


class _Sent(NamedTuple):
    """The statement, its values by name in their order, how they are put where not as they are, what is made of its rows, None where
    they are what is asked for, and whether the driver can read a row of it within another one."""

    statement: str
    values: dict[str, Any]
    puts: Sequence[tuple[str, Read]]
    made: Callable[[Session, Sequence[Any]], Any] | None
    nests: bool

    def told(self, session: Session, rows: Sequence[Any]) -> Sequence[Any]:
        return rows if self.made is None else [self.made(session, row) for row in rows]


class Kept(Generic[T]):
    """It reads the same each time, so what changes is a `bindparam`, compared by `any_` where there are several: those of `in_` are fixed.

    `fresh` brings entities that the session holds already up to date, as whoever locks must.
    """

    def __init__(self, query: Executable, *, fresh: bool = False) -> None:
        self._query, self._fresh = query, fresh
        self.sent = lru_cache(maxsize=8)(self._compiled)

    async def all(self, db: AsyncSession, **given: Any) -> Sequence[T]:
        """Entities where it names one and nothing else, otherwise rows by position."""
        return await self.of(**given).all(db)

    def of(self, **given: Any) -> "Asked[T]":
        return Asked(self, given)

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
        nests = all(map(_nests, compiled._result_columns))
        return _Sent(state.statement, values, puts, self._made(compiled, dialect), nests)

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


class Asked(NamedTuple, Generic[T]):
    """A question with its values, to be asked alone or beside others."""

    kept: Kept[T]
    given: dict[str, Any]

    async def all(self, db: AsyncSession) -> Sequence[T]:
        await _nothing_to_write(db)
        return await self.as_stored(db)

    async def as_stored(self, db: AsyncSession) -> Sequence[T]:
        """Without what the session has yet to write."""
        sent, values = self.put(db.sync_session)
        return sent.told(db.sync_session, await straight(db, sent.statement, *values))

    def put(self, session: Session) -> tuple[_Sent, Sequence[Any]]:
        sent = self.kept.sent(session.get_bind().dialect, tuple(self.given))
        values = {**sent.values, **self.given}
        for name, put in sent.puts:
            values[name] = put(values[name])
        return sent, list(values.values())


async def answers(db: AsyncSession, *asked: Asked[Any]) -> list[Sequence[Any]]:
    """What `all` would tell of each, by one statement."""
    await _nothing_to_write(db)
    ready = [one.put(db.sync_session) for one in asked]
    if not all(sent.nests for sent, _ in ready):
        raise TypeError(
            "Beside others lists can only be of text: of other types a new connection does not know how to read them."
        )
    statement = _beside_one_another(tuple((sent.statement, len(values)) for sent, values in ready))
    [told] = await straight(db, statement, *(value for _, values in ready for value in values))
    return [sent.told(db.sync_session, rows) for (sent, _), rows in zip(ready, told, strict=True)]


async def _nothing_to_write(db: AsyncSession) -> None:
    if not db.sync_session._is_clean():
        await db.flush()


@lru_cache(maxsize=256)
def _beside_one_another(statements: tuple[tuple[str, int], ...]) -> str:
    """Each tells its rows as a list."""
    counted, before = [], 0
    for statement, values in statements:
        counted.append(f"ARRAY(SELECT t FROM ({counted_from(statement, before)}) t)")
        before += values
    return f"SELECT {', '.join(counted)}"


def _mapper_of(told: dict[str, Any]) -> Mapper[Any] | None:
    """Where a whole entity is asked for."""
    entity = told.get("entity")
    return entity.__mapper__ if told["expr"] is entity is not None else None


def _nests(told: Any) -> bool:
    return not isinstance(told.type, ARRAY) or isinstance(told.type.item_type, Text)


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
