"""Entities from the rows of the driver, as a session makes them: one for each row of a table, however often it is read."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Dialect
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

Read = Callable[[Any], Any]


def reads(type_: TypeEngine[Any], dialect: Dialect) -> Read | None:
    """How a value of the driver is read, where it is not what it should be already: moments are in UTC as the driver tells them."""
    own = type_.dialect_impl(dialect)
    if isinstance(type_, UTCDateTime):
        return None
    if isinstance(own, ARRAY) and own.item_type.dialect_impl(dialect).result_processor(dialect, None) is None:
        return None
    return own.result_processor(dialect, None)


class EntityOf:
    """An entity that begins at the column `start` of a row. `fresh` brings one that the session holds already up to date."""

    def __init__(self, mapper: Mapper[Any], columns: Sequence[Any], start: int, dialect: Dialect, fresh: bool) -> None:
        self.mapper, self.fresh = mapper, fresh
        self.names = [mapper.get_property_by_column(column).key for column in columns]
        self.start, self.end = start, start + len(self.names)
        self._keys = [start + self.names.index(mapper.get_property_by_column(one).key) for one in mapper.primary_key]
        self._read = [
            (name, read) for name, one in zip(self.names, columns, strict=True) if (read := reads(one.type, dialect))
        ]

    def made(self, session: Session, row: Sequence[Any]) -> Any:
        """None where an outer join found none."""
        key = tuple([row[place] for place in self._keys])
        if key[0] is None:
            return None
        identity = self.mapper.identity_key_from_primary_key(key)
        held = session.identity_map.get(identity)
        if held is None:
            return self._new(session, identity, row)
        state = instance_state(held)
        if self.fresh or state.expired_attributes:
            state.dict.update(self._values(row))
            state._commit_all(state.dict, session.identity_map)
        return held

    def _new(self, session: Session, identity: Any, row: Sequence[Any]) -> Any:
        entity = self.mapper.class_manager.new_instance()
        state = instance_state(entity)
        state.dict.update(self._values(row))
        state.key, state.session_id = identity, session.hash_key
        session.identity_map.add(state)
        return entity

    def _values(self, row: Sequence[Any]) -> dict[str, Any]:
        values = dict(zip(self.names, row[self.start : self.end], strict=True))
        for name, read in self._read:
            if values[name] is not None:
                values[name] = read(values[name])
        return values
