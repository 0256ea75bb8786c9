"""Very many events of one transaction at once, for sweeps."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from .db import Session
from .events import Actor, Event, Subject, announce, request_id
from .time import now


@dataclass(frozen=True)
class _Written:
    """What the outbox needs of a row that was written without an entity."""

    id: int
    subject: str
    thread: str
    boundary: str | None


async def record_many(db: Session, told: Sequence[tuple[Event, Subject]], *, by: Actor) -> None:
    """As `record` for each of them, in their order, with two statements however many they are."""
    if not told:
        return
    await db.flush()
    connection = await db.connection()
    ids = list((await connection.exec_driver_sql(_NUMBERS, (len(told),))).scalars())
    events, subjects = [event for event, _ in told], [on for _, on in told]
    columns = (
        ids, [type(event).__name__ for event in events], [on.subject for on in subjects], [on.thread for on in subjects],
        [on.boundary for on in subjects], [msgspec.json.encode(event).decode() for event in events],
    )  # fmt: skip
    await connection.exec_driver_sql(_WRITE_MANY, (now(), by.id, by.name, request_id.get(), *columns))
    info = db.sync_session.info
    info["recorded"] = info["wrote"] = True
    rows = (_Written(id, on.subject, on.thread, on.boundary) for id, on in zip(ids, subjects, strict=True))
    info.setdefault("outbox", []).extend(zip(rows, events, strict=True))
    for on in subjects:
        announce(info, on)


_NUMBERS = "SELECT nextval(pg_get_serial_sequence('event', 'id')) FROM generate_series(1, $1)"
_WRITE_MANY = """INSERT INTO event (at, actor_id, actor_name, request_id, id, action, subject, thread, boundary, particulars)
  SELECT $1, $2, $3, $4, t.id, t.action, t.subject, t.thread, t.boundary, t.particulars::jsonb
  FROM unnest($5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
    AS t (id, action, subject, thread, boundary, particulars)"""
