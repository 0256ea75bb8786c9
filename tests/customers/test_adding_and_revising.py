import pytest

from escalations.customers.actions import CustomerFacts, add_customer, revise_customer, revise_handling_notes
from escalations.customers.queries import customer_for
from escalations.platform.errors import NotAllowed, Refused, Stale
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.customers.builders import a_customer
from tests.support import as_person

FACTS = CustomerFacts(name="Nordhavn Rail", industry="Transport", plan="unified")


async def test_an_administrator_adds_a_customer(cast: Cast) -> None:
    async with as_person(cast.adam) as db:
        customer = await add_customer(db, FACTS, "germany", handling_notes="Call first.", by=cast.adam)
    async with as_person(cast.cleo) as db:
        seen = await customer_for(db, cast.cleo, customer.ref)
        assert (seen.name, seen.plan, seen.boundary, seen.handling_notes) == (
            "Nordhavn Rail", "unified", "germany", "Call first.",
        )  # fmt: skip
        assert [row.told for row in await trail_of(db, customer.subject)] == [
            "added this customer with the plan unified"
        ]


async def test_the_same_name_is_refused_within_a_boundary_only(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        with pytest.raises(Refused, match=f"{customer.ref}. Use that one"):
            await add_customer(db, FACTS, "public", by=cast.adam)
        assert (await add_customer(db, FACTS, "france", by=cast.adam)).id != customer.id


async def test_nobody_adds_a_customer_where_they_hold_no_clearance(cast: Cast) -> None:
    async with as_person(cast.adam) as db:
        with pytest.raises(Refused, match="no clearance for china"):
            await add_customer(db, FACTS, "china", by=cast.adam)


@pytest.mark.parametrize("who", ["ada", "dora", "rex", "pia", "comm", "remy", "otto"])
async def test_only_administrators_manage_customers(cast: Cast, who: str) -> None:
    customer, person = await a_customer(), getattr(cast, who)
    async with as_person(person) as db:
        with pytest.raises(NotAllowed):
            await add_customer(db, CustomerFacts(name="Another"), "public", by=person)
        with pytest.raises(NotAllowed):
            await revise_customer(db, customer, FACTS, version=1, by=person)


async def test_revising_records_what_became_of_what(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref, lock=True)
        revised = CustomerFacts(name="Nordhavn Rail AG", industry="Transport", plan="prodirect")
        await revise_customer(db, row, revised, version=row.version, by=cast.adam)
        assert row.version == 2
        newest = (await trail_of(db, customer.subject))[0]
        assert newest.told == "changed name: Nordhavn Rail → Nordhavn Rail AG, plan: unified → prodirect"


async def test_revising_to_what_it_is_records_nothing_whatever_the_version(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref, lock=True)
        await revise_customer(db, row, FACTS, version=999, by=cast.adam)
        assert len(await trail_of(db, customer.subject)) == 1


async def test_a_taken_name_is_refused_when_revising(cast: Cast) -> None:
    customer = await a_customer("Carraway Bank")
    await a_customer("Nordhavn Rail")
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref, lock=True)
        with pytest.raises(Refused, match="already a customer Nordhavn Rail"):
            await revise_customer(db, row, CustomerFacts(name="Nordhavn Rail"), version=1, by=cast.adam)


async def test_a_stale_revision_is_refused(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.ada) as db:
        row = await customer_for(db, cast.ada, customer.ref, lock=True)
        await revise_handling_notes(db, row, "Never call on Friday.", version=1, by=cast.ada)
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref, lock=True)
        with pytest.raises(Stale):
            await revise_customer(db, row, CustomerFacts(name="Other"), version=1, by=cast.adam)


async def test_who_works_on_cases_may_write_handling_notes(cast: Cast) -> None:
    customer = await a_customer()
    for version, who in enumerate([cast.ada, cast.dora, cast.rex, cast.adam], start=1):
        async with as_person(who) as db:
            row = await customer_for(db, who, customer.ref, lock=True)
            await revise_handling_notes(db, row, f"As {who.name} says.", version=version, by=who)
    for who in (cast.otto, cast.pia, cast.remy):
        async with as_person(who) as db:
            with pytest.raises(NotAllowed):
                await revise_handling_notes(db, customer, "Mine", version=5, by=who)
    async with as_person(cast.otto) as db:
        told = [row.told for row in await trail_of(db, customer.subject)]
        assert told.count("rewrote the handling notes") == 4
