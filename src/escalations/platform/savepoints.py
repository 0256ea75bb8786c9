"""A part of a transaction that can be taken back alone, with the events it recorded and the pages it would have rung."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from .db import Session

_NOTED = ("outbox", "topics", "recorded", "wrote")


@asynccontextmanager
async def part_of(db: Session, *, keep: bool = True) -> AsyncIterator[None]:
    """An exception takes the part back and is raised again; without `keep` it is taken back in any case. Rows that may have changed in it
    are `refreshed` afterwards."""
    await db.flush()
    info = db.sync_session.info
    before = {name: _copied(info[name]) for name in _NOTED if name in info}
    nested = await db.begin_nested()
    try:
        yield
    except BaseException:
        await _take_back(nested, info, before)
        raise
    if keep:
        await nested.commit()
    else:
        await _take_back(nested, info, before)


async def refreshed(db: Session, *rows: object) -> None:
    """Those that this transaction holds, as they stand in the database."""
    for row in rows:
        if row in db:
            await db.refresh(row)


async def _take_back(nested: Any, info: dict[Any, Any], before: dict[str, Any]) -> None:
    await nested.rollback()
    for name in _NOTED:
        info.pop(name, None)
    info.update(before)


def _copied(noted: Any) -> Any:
    if isinstance(noted, dict):
        return {key: set(names) for key, names in noted.items()}
    return list(noted) if isinstance(noted, list) else noted
