import asyncpg
import pytest

from escalations.customers.actions import add_subscription
from escalations.customers.queries import (
    customer_for,
    customer_with_id,
    customers_in_sight,
    customers_spoken_of,
)
from escalations.platform.errors import NotFound
from escalations.platform.events import SYSTEM
from escalations.platform.time import now
from tests.cast import Cast
from tests.customers.builders import a_customer
from tests.support import as_person, as_system


async def test_customers_are_found_by_words_of_their_name_by_ref_and_by_subscription(cast: Cast) -> None:
    rail, bank = await a_customer("Nordhavn Rail"), await a_customer("Carraway Bank")
    async with as_system() as db:
        await add_subscription(db, bank, "7d1f-22", "Core", regions=[], services=[], by=SYSTEM)
    async with as_person(cast.ada) as db:
        for text, expected in {
            "": ["Carraway Bank", "Nordhavn Rail"],
            "rail NORD": ["Nordhavn Rail"],
            "%": [],
            rail.ref.lower(): ["Nordhavn Rail"],
            "7d1f-22": ["Carraway Bank"],
            "nobody": [],
        }.items():
            assert [line.name for line in await customers_in_sight(db, text)] == expected, text


async def test_customers_are_found_by_what_a_text_calls_them(cast: Cast) -> None:
    rail, _ = await a_customer("Nordhavn Rail GmbH"), await a_customer("Carraway Bank")
    await a_customer("Spree Energie", boundary="germany")
    async with as_person(cast.ada) as db:
        found = await customers_spoken_of(db, {"nordhavnrail", "spreeenergie", "weeks"})
        assert [(one.customer_id, one.name, one.what) for one in found] == [(rail.id, rail.name, "nordhavnrail")]
        assert await customers_spoken_of(db, set()) == []


async def test_a_list_goes_on_where_the_page_before_ended(cast: Cast) -> None:
    for name in ("Cirrus", "Alder", "Birch", "Dune"):
        await a_customer(name)
    await a_customer("Birch", boundary="usgov")
    async with as_person(cast.ada) as db:
        seen: list[str] = []
        after = None
        while lines := await customers_in_sight(db, limit=2, after=after):
            seen += [f"{line.name} {line.boundary}" for line in lines]
            after = lines[-1].id
    assert seen == ["Alder public", "Birch public", "Birch usgov", "Cirrus public", "Dune public"]


async def test_what_is_outside_ones_boundaries_does_not_exist(cast: Cast) -> None:
    ours, theirs = await a_customer(), await a_customer("Spree Energie", boundary="germany")
    async with as_person(cast.cleo) as db:
        assert [line.ref for line in await customers_in_sight(db)] == [theirs.ref]
        assert [one.customer_id for one in await customers_spoken_of(db, {"spreeenergie"})] == [theirs.id]
        assert await customer_with_id(db, ours.id) is None
        for ref in (ours.ref, "CU-999", "CU-x", "C-1", "CU-" + "9" * 30):
            with pytest.raises(NotFound):
                await customer_for(db, cast.cleo, ref)


async def test_the_database_refuses_a_contact_across_the_boundary(cast: Cast, admin: asyncpg.Connection) -> None:
    customer = await a_customer(boundary="germany")
    statement = "INSERT INTO contact (boundary, customer_id, name, email, title, time_zone, language, version) VALUES ($1, $2, 'x', 'x@y.example', '', 'UTC', 'en', 1)"
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await admin.execute(statement, "public", customer.id)
    await admin.execute(statement, "germany", customer.id)


async def test_a_part_of_a_name_is_what_was_typed_and_goes_on_where_the_page_before_ended(cast: Cast) -> None:
    """Names that hold signs of patterns, in pages, in one's own clouds, with cover or without."""
    for name in ("Nord 100% Rail", "Nord 100 Rail", "Nord_Bank", "NordBank", "Äpfel Nord", "Südwest"):
        await a_customer(name)
    await a_customer("Nord hidden", boundary="germany")
    async with as_person(cast.ada) as db:
        for text, expected in {
            "100%": ["Nord 100% Rail"],
            "rail 100": ["Nord 100 Rail", "Nord 100% Rail"],
            "nord_": ["Nord_Bank"],
            "äpfel": ["Äpfel Nord"],
            "SÜDWEST": ["Südwest"],
            "ra nord": ["Nord 100 Rail", "Nord 100% Rail"],
            "\\ord": [],
            "rd": ["Nord 100 Rail", "Nord 100% Rail", "NordBank", "Nord_Bank", "Äpfel Nord"],
        }.items():
            assert [line.name for line in await customers_in_sight(db, text)] == expected, text
        assert await customers_in_sight(db, "nord", covered_at=now()) == []
        first = await customers_in_sight(db, "nord", limit=2)
        rest = await customers_in_sight(db, "nord", limit=9, after=first[-1].id)
    assert [line.name for line in [*first, *rest]] == [
        "Nord 100 Rail",
        "Nord 100% Rail",
        "NordBank",
        "Nord_Bank",
        "Äpfel Nord",
    ]
