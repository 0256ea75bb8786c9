"""The statements that write rows of a table, made once for each table and set of columns."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any, cast

from sqlalchemy import Column, Dialect, Table
from sqlalchemy.orm import InstanceState, Mapper
from sqlmodel.sql.sqltypes import UTCDateTime

Names = tuple[str, ...]
"""Of columns, which are those of their attributes."""
Bind = Callable[[Any], Any]
"""Puts a value as the driver takes it."""
_SQL = "__visit_name__"
"""What everything has that SQLAlchemy would put into the statement itself."""
_VALUES = frozenset({str, int, bool, float, datetime, list, dict, bytes, type(None)})
"""None of them has."""


class NotPlain(Exception):
    """Nothing that can be written from the values of the row alone."""


class Shape:
    """`place` is where the table stands among those that refer to one another, `number` the key that the database gives to new rows,
    empty where it gives none, and `version` the column of the version, where there is one."""

    def __init__(self, mapper: Mapper[Any], dialect: Dialect) -> None:
        table = cast(Table, mapper.local_table)
        columns = {key: cast(Column[Any], one.columns[0]) for key, one in mapper.column_attrs.items()}
        counted = table.autoincrement_column
        self.plain = all(map(_plain, columns, columns.values()))
        self.table, self.place = table.name, table.metadata.sorted_tables.index(table)
        self.number = counted.name if counted is not None else ""
        self.version = mapper.version_id_col.name if mapper.version_id_col is not None else ""
        self.key: Names = tuple(column.name for column in mapper.primary_key)
        self.names: Names = tuple(columns)
        self._unnumbered: Names = tuple(name for name in self.names if name != self.number)
        self._all = set(self.names)
        self._binds: dict[str, Bind] = {key: bind for key, one in columns.items() if (bind := _bind(one, dialect))}
        self._filled = {
            key for key, one in columns.items() if one.default is not None or one.server_default is not None
        }
        self._equal = {key: one.type.compare_values for key, one in columns.items()}
        self._looked_at = lru_cache(maxsize=256)(self._laid)

    def given(self, state: InstanceState[Any]) -> Names:
        """The columns of a new row."""
        held = state.dict
        if not self.plain or not held.keys() >= self._all:
            raise NotPlain
        return self._unnumbered if self.number and held[self.number] is None else self.names

    def changed(self, state: InstanceState[Any]) -> Names:
        """The columns that are not as they were read."""
        held, before = state.dict, state.committed_state
        found = [key for key in before if key not in held or not self._equal[key](held[key], before[key])]
        if (found and not self.plain) or any(key not in held or key in self.key for key in found):
            raise NotPlain
        return tuple(found)

    def values(self, state: InstanceState[Any], names: Names) -> list[Any]:
        held, (filled, binds) = state.dict, self._looked_at(names)
        values = [held[name] for name in names]
        if not _VALUES.issuperset(map(type, values)) and any(hasattr(value, _SQL) for value in values):
            raise NotPlain
        if None in values and any(values[place] is None for place in filled):
            raise NotPlain
        for place, bind in binds:
            values[place] = bind(values[place])
        return values

    def _laid(self, names: Names) -> tuple[list[int], list[tuple[int, Bind]]]:
        """Which of them the database fills where nothing is given, and which are put otherwise than they are."""
        filled = [place for place, name in enumerate(names) if name in self._filled]
        return filled, [(place, self._binds[name]) for place, name in enumerate(names) if name in self._binds]

    def key_in(self, held: Mapping[str, Any]) -> tuple[Any, ...]:
        """Of a row that is there by now."""
        key = tuple([held[name] for name in self.key])
        assert None not in key, f"a row of {self.table} was not numbered"
        return key

    def which(self, state: InstanceState[Any]) -> tuple[Any, ...]:
        """The key of a row that is there, and the version in which it was read."""
        key = key_of(state)
        if not self.version:
            return key
        if self.version not in state.dict:
            raise NotPlain
        return (*key, state.dict[self.version])


@lru_cache(maxsize=1024)
def shape_of(mapper: Mapper[Any], dialect: Dialect) -> Shape:
    return Shape(mapper, dialect)


def key_of(state: InstanceState[Any]) -> tuple[Any, ...]:
    assert state.key is not None, "it is there"
    return state.key[1]


@lru_cache(maxsize=1024)
def insert_into(shape: Shape, names: Names, rows: int) -> str:
    """Each of them tells its number as `told`, those that bring their key a 1."""
    places = iter(range(1, rows * len(names) + 1))
    values = ", ".join(f"({', '.join(f'${next(places)}' for _ in names)})" for _ in range(rows))
    told = shape.number if len(names) < len(shape.names) else "1"
    return f"INSERT INTO {shape.table} ({', '.join(map(_quoted, names))}) VALUES {values} RETURNING {told} AS told"


@lru_cache(maxsize=1024)
def numbers_of(shapes: tuple[Shape, ...]) -> str:
    """As many for each as its value says."""
    following = "ARRAY(SELECT nextval('{}_{}_seq') FROM generate_series(1, ${}))"
    return f"SELECT {', '.join(following.format(one.table, one.number, place) for place, one in enumerate(shapes, 1))}"


@lru_cache(maxsize=1024)
def update_of(shape: Shape, names: Names) -> str:
    """The values of the names, then those of `which`."""
    sets = [f"{_quoted(name)} = ${place}" for place, name in enumerate(names, 1)]
    sets += [f"{shape.version} = {shape.version} + 1"] if shape.version else []
    return f"UPDATE {shape.table} SET {', '.join(sets)} WHERE {_its(shape, len(names))} RETURNING 1 AS told"


@lru_cache(maxsize=1024)
def delete_from(shape: Shape) -> str:
    return f"DELETE FROM {shape.table} WHERE {_its(shape, 0)} RETURNING 1 AS told"


def _its(shape: Shape, after: int) -> str:
    names = (*shape.key, shape.version) if shape.version else shape.key
    return " AND ".join(f"{name} = ${place}" for place, name in enumerate(names, after + 1))


def _plain(key: str, column: Column[Any]) -> bool:
    made = (column.computed, column.identity, column.onupdate, column.server_onupdate)
    return key == column.name and all(one is None for one in made)


def _bind(column: Column[Any], dialect: Dialect) -> Bind | None:
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    return partial(_moment, bind) if bind and isinstance(column.type, UTCDateTime) else bind


def _moment(bind: Bind, value: datetime | None) -> Any:
    """Most are told in UTC already."""
    return value if value is None or value.tzinfo is UTC else bind(value)


def _quoted(name: str) -> str:
    return f'"{name}"'
