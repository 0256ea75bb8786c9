"""What tables have in common. Every table with a `boundary` column is put under row-level security by `protection`."""

from datetime import datetime
from typing import Any

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


class Bounded(SQLModel):
    """A row that only people cleared for its boundary may know of."""

    boundary: str = Field(sa_type=Text, nullable=False)


class Versioned(SQLModel):
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
