"""How very many cases get into their tables: copied into tables of this transaction, and from there in one statement for each table."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from ...platform.copying import copy_in
from ...platform.db import Session
from .past import Numbered

_CASE = {
    "id": "bigint", "boundary": "text", "external_key": "text", "title": "text", "description": "text", "customer_id": "bigint",
    "contact_id": "bigint", "family": "text", "product": "text", "region": "text", "resources": "text[]", "error_codes": "text[]",
    "language": "text", "severity": "text", "queue": "text", "owner_id": "bigint", "problem_started_at": "timestamptz",
    "opened_at": "timestamptz", "queued_at": "timestamptz", "assigned_at": "timestamptz", "first_answered_at": "timestamptz",
    "changed_at": "timestamptz", "closed_at": "timestamptz", "resolution": "text", "note": "text",
}  # fmt: skip
_MESSAGE = {
    "n": "integer", "case_id": "bigint", "boundary": "text", "kind": "text", "body": "text", "at": "timestamptz",
    "author_id": "bigint", "author_name": "text", "contact_id": "bigint",
}  # fmt: skip


async def numbers_for(db: Session, count: int) -> list[int]:
    connection = await db.connection()
    return list((await connection.exec_driver_sql(_NUMBERS, (count,))).scalars())


async def write(db: Session, cases: Sequence[Numbered], at: datetime) -> None:
    """`at` is the moment of the import: an open case stands in its queue since then, since nobody here knew of it before."""
    await copy_in(db, "past_case", _CASE, (_case_row(one, at) for one in cases))
    await copy_in(db, "past_message", _MESSAGE, _message_rows(cases))
    connection = await db.connection()
    for statement in (_CASES, _ENTRIES, _CLOSURES):
        await connection.exec_driver_sql(statement)


def _case_row(one: Numbered, at: datetime) -> tuple[Any, ...]:
    past = one.past
    since = past.opened_at if past.closed_at else at
    facts = past.facts
    return (
        one.id, past.boundary, past.external_key, past.title, past.description, past.customer.id, past.contact_id, past.family, facts.product,
        facts.region, past.resources, facts.error_codes, facts.language, facts.severity, one.queue, past.owner_id,
        facts.problem_started_at, past.opened_at, since, since if past.owner_id else None, past.first_answered_at, past.changed_at,
        past.closed_at, past.resolution, past.note,
    )  # fmt: skip


def _message_rows(cases: Iterable[Numbered]) -> Iterator[tuple[Any, ...]]:
    """The description is the first, as on a case that is opened here."""
    for one in cases:
        past = one.past
        yield 0, one.id, past.boundary, "customer", past.description, past.opened_at, None, "", past.contact_id
        for n, said in enumerate(past.messages, 1):
            yield (
                n,
                one.id,
                past.boundary,
                said.kind,
                said.body,
                said.at,
                said.author_id,
                said.author_name,
                said.contact_id,
            )


_NUMBERS = """SELECT nextval(sequence.name) FROM (SELECT pg_get_serial_sequence('support_case', 'id')::regclass AS name OFFSET 0) sequence,
  generate_series(1, $1)"""
_CASES = """INSERT INTO support_case (version, id, boundary, external_key, title, description, customer_id, contact_id, family, product, region,
    resources, error_codes, language, channel, claimed, severity, around_the_clock, turn, queue, owner_id, problem_started_at, opened_at,
    queued_at, assigned_at, heard_at, transfers, alerts, absorbed, first_answered_at, changed_at, closed_at)
  SELECT 1, id, boundary, external_key, title, description, customer_id, contact_id, family, product, region,
    resources, error_codes, language, 'import', severity, severity, false, 'us', queue, owner_id, problem_started_at, opened_at,
    queued_at, assigned_at, assigned_at, 0, 0, 0, first_answered_at, changed_at, closed_at
  FROM pg_temp.past_case ORDER BY id"""
_ENTRIES = """INSERT INTO case_entry (case_id, boundary, kind, body, at, author_id, author_name, contact_id)
  SELECT case_id, boundary, kind, body, at, author_id, author_name, contact_id FROM pg_temp.past_message ORDER BY case_id, n"""
_CLOSURES = """INSERT INTO case_closure (case_id, boundary, resolution, note, at, author_id)
  SELECT id, boundary, resolution, note, closed_at, owner_id FROM pg_temp.past_case WHERE closed_at IS NOT NULL ORDER BY id"""
