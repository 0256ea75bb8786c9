"""A session writes what it holds by the driver itself, and what is promised of it stays so."""

import asyncio
import json

import asyncpg
import pytest
from sqlalchemy import bindparam, func
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import col, select

from escalations.cases.events import NoteAdded
from escalations.cases.models import CaseEntry, CaseSwarm, SwarmSeat
from escalations.cases.queries import case_for
from escalations.customers.models import Contact, Customer
from escalations.people.models import Specialty
from escalations.platform.db import Session, nothing_to_record, straight
from escalations.platform.events import EventRow, number_with_events, record
from escalations.platform.flushing import Ahead
from escalations.platform.kept import Kept, answers
from escalations.platform.model import metadata
from escalations.platform.numbering import keep_numbers, numbers_ahead
from escalations.platform.savepoints import part_of
from escalations.platform.time import now
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, as_system
from tests.work import statements


def a_customer_row(name: str, boundary: str = "public") -> Customer:
    return Customer(boundary=boundary, name=name, plan="prodirect")


def a_note(case_id: int, body: str) -> CaseEntry:
    return CaseEntry(boundary="public", case_id=case_id, kind="note", body=body, at=now(), author_name="Ada")


def test_a_column_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="Customer has no plann"):
        Customer(boundary="public", name="Harbour Foods", plann="prodirect")  # type: ignore[call-arg]


async def test_rows_of_one_table_are_numbered_in_the_order_in_which_they_were_added(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        notes = [a_note(case.id, f"note {number}") for number in range(5)]
        db.add_all(notes)
        await db.flush()
        assert [note.id for note in notes] == sorted(note.id for note in notes)
        told = (await db.exec(select(CaseEntry.body).where(CaseEntry.kind == "note").order_by(col(CaseEntry.id)))).all()
    assert told == [f"note {number}" for number in range(5)]


async def test_everything_new_and_everything_changed_is_one_statement(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        found = await case_for(db, cast.ada, case.ref, lock=True)
        customer = await db.get_one(Customer, case.customer_id)
        found.title, customer.industry = "Another title", "shipping"
        db.add_all([a_note(case.id, "one"), a_note(case.id, "two"), a_customer_row("Inland Mills")])
        version = found.version
        with statements() as told:
            await db.flush()
        assert len(told) == 1, told
        assert found.version == version + 1 and not db.dirty and not db.new
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, case.ref)).title == "Another title"


async def test_what_a_row_gives_up_a_new_one_may_have_at_once(cast: Cast) -> None:
    """Changes are made before anything is added."""
    kept = await a_customer(name="Harbour Foods")
    async with as_system("public") as db:
        nothing_to_record(db, "a test")
        (await db.get_one(Customer, kept.id)).name = "Inland Mills"
        db.add(a_customer_row("Harbour Foods"))
        await db.flush()
        names = (await db.exec(select(Customer.name).order_by(col(Customer.id)))).all()
    assert names == ["Inland Mills", "Harbour Foods"]


async def test_a_number_is_given_ahead_of_the_row(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        notes = [a_note(case.id, f"note {number}") for number in range(3)]
        db.add_all(notes)
        await db.number()
        given = [note.id for note in notes]
        assert given == sorted(set(given)) and all(note in db.new for note in notes)
        await db.number()
        assert [note.id for note in notes] == given
    told = await admin.fetch("SELECT id, body FROM case_entry WHERE kind = 'note' ORDER BY id")
    assert [tuple(row) for row in told] == [(id, f"note {number}") for number, id in enumerate(given)]


async def test_numbers_are_given_ahead_to_rows_that_are_yet_to_be_made(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        db.add(first := a_note(case.id, "first"))
        with statements() as told:
            ahead = await db.number(ahead=Ahead(CaseEntry, 2))
        assert len(told) == 1 and [first.id, *ahead] == sorted({first.id, *ahead}) and len(ahead) == 2
        assert await db.number() == ()
    assert await admin.fetchval("SELECT count(*) FROM case_entry WHERE id = ANY($1)", ahead) == 0


async def test_events_that_were_foreseen_have_their_numbers_and_others_get_later_ones(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        await number_with_events(db, 2)
        rows = [await record(db, NoteAdded(entry_id=number), on=case, by=cast.ada) for number in range(4)]
        assert [row.id is None for row in rows] == [False, False, True, True]
    told = await admin.fetch("SELECT id, particulars::text FROM event WHERE action = 'NoteAdded' ORDER BY id")
    assert [(row.id, json.loads(one["particulars"])["entry_id"]) for row, one in zip(rows, told, strict=True)] == [
        (one["id"], number) for number, one in enumerate(told)
    ]


async def test_numbers_that_were_asked_for_beside_something_else_are_taken_first(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    case, wanted = await a_case(cast.ada), (Ahead(CaseEntry, 2), Ahead(EventRow, 1))
    async with as_person(cast.ada) as db:
        said, numbers = await answers(db, entries_of_case.of(case_id=case.id), numbers_ahead(*wanted))
        keep_numbers(db, wanted, numbers)
        assert [entry.kind for entry in said] == ["customer"]
        notes = [a_note(case.id, f"note {number}") for number in range(3)]
        db.add_all(notes)
        with statements() as told:
            await number_with_events(db, 2)
        assert len(told) == 1, told
        rows = [await record(db, NoteAdded(entry_id=note.id), on=case, by=cast.ada) for note in notes]
        assert [row.id is None for row in rows] == [False, False, True]
        given = [note.id for note in notes]
    told = await admin.fetch("SELECT id, body FROM case_entry WHERE kind = 'note' ORDER BY id")
    assert [tuple(row) for row in told] == [(id, f"note {number}") for number, id in enumerate(given)]
    assert [row.id for row in rows] == sorted(row.id for row in rows)


entries_of_case: Kept[CaseEntry] = Kept(select(CaseEntry).where(col(CaseEntry.case_id) == bindparam("case_id")))


async def test_every_table_counts_by_a_sequence_of_its_own_name(cast: Cast, admin: asyncpg.Connection) -> None:
    """By which its rows get their numbers ahead."""
    counted = [
        (table.name, table.autoincrement_column.name)
        for table in metadata.sorted_tables
        if table.autoincrement_column is not None and table.autoincrement_column.server_default is None
    ]
    assert len(counted) > 50
    for table, column in counted:
        told = await admin.fetchval("SELECT pg_get_serial_sequence($1, $2)", table, column)
        assert told == f"public.{table}_{column}_seq"


async def test_what_did_not_change_is_not_written(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        found = await case_for(db, cast.ada, case.ref, lock=True)
        version, found.title = found.version, str(found.title)
        with statements() as told:
            await db.flush()
        assert told == [] and found.version == version and not db.dirty


async def test_a_stale_row_is_not_written_over(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(StaleDataError, match="support_case"):
        async with as_person(cast.ada) as db:
            nothing_to_record(db, "a test")
            mine = await case_for(db, cast.ada, case.ref)
            async with as_person(cast.ben) as other:
                nothing_to_record(other, "a test")
                (await case_for(other, cast.ben, case.ref)).title = "Theirs"
            mine.title = "Mine"
            db.add(a_note(case.id, "goes with it"))
            await db.flush()
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, case.ref)).title == "Theirs"
        assert (await db.exec(select(func.count()).where(CaseEntry.kind == "note"))).one() == 0


async def test_what_the_database_refuses_is_told_as_before(cast: Cast) -> None:
    await a_customer(name="Harbour Foods")
    with pytest.raises(IntegrityError, match="uq_customer"):
        async with as_system("public") as db:
            db.add(a_customer_row("Harbour Foods"))
            await db.flush()
    with pytest.raises(DBAPIError, match="row-level security"):
        async with as_system("public") as db:
            db.add(a_customer_row("Inland Mills", boundary="usgov"))
            await db.flush()


async def test_a_part_that_is_taken_back_leaves_nothing(cast: Cast, admin: asyncpg.Connection) -> None:
    """Also where the part's first statement is the flush: its savepoint must be there by then."""
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        db.add(a_note(case.id, "before both"))
        await db.flush()
        async with part_of(db, keep=False):
            db.add(a_note(case.id, "taken back"))
            await db.flush()
        async with part_of(db):
            db.add(a_note(case.id, "kept"))
            await db.flush()
        db.add(a_note(case.id, "after both"))
    told = await admin.fetch("SELECT body FROM case_entry WHERE kind = 'note' ORDER BY id")
    assert [row[0] for row in told] == ["before both", "kept", "after both"]


async def test_rows_that_bring_their_key_and_rows_that_go(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        seat = SwarmSeat(boundary="public", case_id=case.id, person_id=cast.ben.id, queue="storage", asked_at=now())
        db.add_all(
            [seat, CaseSwarm(boundary="public", case_id=case.id, queues=["storage", "compute"], why="", since=now())]
        )
        await db.flush()
        seat.answer = "joined"
        await db.flush()
        await db.delete(seat)
        await db.flush()
        assert await db.get(SwarmSeat, (case.id, cast.ben.id)) is None
    assert await admin.fetchval("SELECT queues FROM case_swarm") == ["storage", "compute"]
    assert await admin.fetchval("SELECT count(*) FROM swarm_seat") == 0


async def test_very_many_rows_and_defaults_of_columns_are_written_as_well(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        db.add_all(a_note(case.id, f"note {number}") for number in range(60))
        db.add(Specialty(person_id=cast.ben.id, family="network", level=2))
        await db.flush()
    assert await admin.fetchval("SELECT count(*) FROM case_entry WHERE kind = 'note'") == 60
    assert await admin.fetchval("SELECT level FROM specialty WHERE family = 'network' AND person_id = $1", cast.ben.id)


async def test_writing_without_recording_is_refused(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(RuntimeError, match="without record"):
        async with as_person(cast.ada) as db:
            db.add(a_note(case.id, "said to nobody"))
            await db.flush()


async def test_a_statement_that_fails_leaves_a_session_that_can_be_rolled_back(cast: Cast) -> None:
    async with as_system("public") as db:
        with pytest.raises(IntegrityError):
            async with part_of(db):
                await straight(db, "INSERT INTO contact (boundary, customer_id) VALUES ($1, $2)", "public", 1)
        assert await count_of_contacts(db) == 0


async def test_who_waits_no_longer_leaves_nothing_behind(cast: Cast) -> None:
    case = await a_case(cast.ada)

    async def hold() -> None:
        async with as_person(cast.ben) as db:
            await case_for(db, cast.ben, case.ref, lock=True)

    async with as_person(cast.ada) as db:
        await case_for(db, cast.ada, case.ref, lock=True)
        waiting = asyncio.ensure_future(hold())
        await asyncio.wait({waiting}, timeout=0.3)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(asyncio.gather(*(hold() for _ in range(10))), 30)


async def count_of_contacts(db: Session) -> int:
    return (await db.exec(select(func.count()).select_from(Contact))).one()
