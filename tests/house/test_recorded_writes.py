"""Promise 3: a commit that wrote without recording fails, however it wrote."""

import pytest
from sqlmodel import delete, select, update

from escalations.customers.models import Customer
from escalations.platform.db import Unrecorded, nothing_to_record
from tests.builders import a_customer
from tests.cast import Cast
from tests.support import as_system


async def test_an_added_row_needs_an_event(cast: Cast) -> None:
    with pytest.raises(Unrecorded):
        async with as_system() as db:
            db.add(Customer(boundary="public", name="Nobody told", plan="standard"))


async def test_a_changed_row_needs_an_event(cast: Cast) -> None:
    await a_customer()
    with pytest.raises(Unrecorded):
        async with as_system() as db:
            (await db.exec(select(Customer))).one().name = "Changed in silence"
    async with as_system() as db:
        assert (await db.exec(select(Customer))).one().name == "Harbour Foods"


async def test_a_deleted_row_needs_an_event(cast: Cast) -> None:
    await a_customer()
    with pytest.raises(Unrecorded):
        async with as_system() as db:
            await db.exec(delete(Customer).where(Customer.name == "nobody"))


async def test_a_bulk_update_needs_an_event(cast: Cast) -> None:
    with pytest.raises(Unrecorded):
        async with as_system() as db:
            await db.exec(update(Customer).values(industry="none"))


async def test_reading_needs_none_and_an_exception_is_said_aloud(cast: Cast) -> None:
    async with as_system() as db:
        await db.exec(select(Customer))
    async with as_system() as db:
        nothing_to_record(db, "the test says so")
        db.add(Customer(boundary="public", name="Said aloud", plan="standard"))
