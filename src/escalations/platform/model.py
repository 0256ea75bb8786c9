"""What tables have in common. Every table with a `boundary` column is put under row-level security by `protection`."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import DateTime
from sqlmodel import Field, SQLModel

naming = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = naming
metadata = SQLModel.metadata


class Row(SQLModel):
    """A row of a table. Making one validates nothing, so values go straight to where SQLAlchemy reads them, instead of field by field
    through pydantic, which took longer than writing the row; a name that is no column is refused."""

    if not TYPE_CHECKING:

        def __init__(self, **values: Any) -> None:
            names, defaults, made = _columns_of(type(self))
            if unknown := values.keys() - names:
                raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}.")
            held = self.__dict__
            held.update(defaults)
            held.update(values)
            for name, make in made:
                if name not in values:
                    held[name] = make()

        __init__.__pydantic_base_init__ = True
        __setattr__ = object.__setattr__

        def __getattr__(self, name: str) -> Any:
            """SQLAlchemy asks each new row whether it has a state yet, and pydantic looks for that in ten places."""
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


@cache
def _columns_of(table: type[SQLModel]) -> tuple[frozenset[str], dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """All names, the defaults that rows may share, and how those that they may not are made."""
    shared, made = {}, []
    for name, field in table.model_fields.items():
        if field.default_factory is not None:
            made.append((name, field.default_factory))
        elif isinstance(field.default, (list, dict, set)):
            made.append((name, partial(copy, field.default)))
        elif not field.is_required():
            shared[name] = field.default
    return frozenset(table.model_fields), shared, made  # type: ignore[return-value]


class Bounded(Row):
    """A row that only people cleared for its boundary may know of."""

    boundary: str = Field(sa_type=Text, nullable=False)


class Versioned(Row):
    """A row that is saved only over the version its editor had loaded."""

    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        table = cls.__dict__.get("__table__")
        return (
            {"version_id_col": table.c.version, "eager_defaults": True}
            if table is not None
            else {"eager_defaults": True}
        )


def key() -> Any:
    return Field(default=None, primary_key=True, sa_type=BigInteger)


def bounded_key() -> UniqueConstraint:
    """For a table that is a parent: lets children point at (id, boundary)."""
    return UniqueConstraint("id", "boundary")


def bounded_fk(column: str, target: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A reference that cannot cross a boundary: [column, boundary] → target(id, boundary)."""
    return ForeignKeyConstraint([column, "boundary"], [f"{target}.id", f"{target}.boundary"], ondelete=ondelete)


Moment = datetime
MomentType = DateTime(timezone=True)
