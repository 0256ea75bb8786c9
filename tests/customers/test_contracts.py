"""Cover by contract: for some products and subscriptions, in some hours; and the moments that make waiting cost more."""

from datetime import timedelta

import pytest
from sqlmodel import select

from escalations.customers.actions import (
    CoverTerms,
    add_subscription,
    end_cover,
    grant_cover,
    note_moment,
    withdraw_moment,
)
from escalations.customers.models import Customer
from escalations.customers.queries import covers_of, customer_for, moments_of
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.events import EventRow
from escalations.platform.time import now
from tests.builders import a_customer
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of


async def recorded(customer: Customer, action: str) -> int:
    async with as_system() as db:
        found = await db.exec(
            select(EventRow.id).where(EventRow.subject == customer.subject, EventRow.action == action)
        )
        return len(found.all())


async def test_contracts_stand_beside_each_other(cast: Cast) -> None:
    customer = await a_customer()
    until = now() + timedelta(days=90)
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref, lock=True)
        shop = await add_subscription(db, row, "sub-1", "Shop", regions=[], services=[], by=cast.adam)
        terms = CoverTerms("RR-17", "business", ["azure_files"], [shop.id])
        for _ in range(2):
            await grant_cover(db, row, until, terms, by=cast.adam)
        await grant_cover(db, row, until + timedelta(days=30), CoverTerms("RR-18"), by=cast.adam)
        found = {cover.contract: (cover.hours, cover.products, ids) for cover, ids in await covers_of(db, row)}
        assert found == {"RR-17": ("business", ["azure_files"], [shop.id]), "RR-18": ("always", [], [])}
        assert row.cover_until == until + timedelta(days=30)
        for _ in range(2):
            await end_cover(db, row, "The contract ended.", "RR-18", by=cast.adam)
        assert row.cover_until == until
        with pytest.raises(Refused, match="has no subscription 99"):
            await grant_cover(db, row, until, CoverTerms(subscriptions=[99]), by=cast.adam)
    assert (await recorded(customer, "CoverGranted"), await recorded(customer, "CoverEnded")) == (2, 1)


async def test_the_form_keeps_what_was_typed(cast: Cast) -> None:
    customer = await a_customer()
    said = {"until": "2099-01-31", "contract": "RR-17", "hours": "business"}
    async with browser_of(cast.adam) as adam:
        url = f"/customers/{customer.ref}"
        wrong = await adam.submit(f"{url}/cover", products="Blue!", **said)
        assert wrong.status_code == 422 and "is no key" in wrong.text and "RR-17" in wrong.text
        foreign = await adam.submit(f"{url}/cover", subscriptions="99", **said)
        assert foreign.status_code == 409 and "has no subscription 99" in foreign.text and "RR-17" in foreign.text
        assert (await adam.submit(f"{url}/cover", products="azure_files", **said)).status_code == 303
        page = (await adam.get(url)).text
        assert "Contract RR-17" in page and "in business hours" in page and "only azure files" in page
    async with program_of(cast.adam) as program:
        told = {"until": "2099-01-31T00:00:00Z", "contract": "RR-18", "hours": "always"}
        assert (await program.post(f"/api/customers/{customer.ref}/cover", json=told)).status_code == 201


async def test_business_moments(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.ada) as db:
        row = await customer_for(db, cast.ada, customer.ref)
        begin, end = now() + timedelta(hours=4), now() + timedelta(days=1)
        for _ in range(2):
            moment = await note_moment(db, row, "Sales day", begin, end, by=cast.ada)
        assert [one.name for one in await moments_of(db, row, now())] == ["Sales day"]
        with pytest.raises(Refused, match="ends before it begins"):
            await note_moment(db, row, "Backwards", end, begin, by=cast.ada)
        with pytest.raises(Refused, match="It is over"):
            await note_moment(db, row, "Past", now() - timedelta(days=2), now() - timedelta(days=1), by=cast.ada)
        for _ in range(2):
            await withdraw_moment(db, row, moment, by=cast.ada)
        assert await moments_of(db, row, now()) == []
    assert (await recorded(customer, "BusinessMomentNoted"), await recorded(customer, "BusinessMomentWithdrawn")) == (
        1,
        1,
    )
    async with as_person(cast.otto) as db:
        with pytest.raises(NotAllowed):
            await note_moment(
                db, await customer_for(db, cast.otto, customer.ref), "Sales day", begin, end, by=cast.otto
            )


async def test_the_moment_form(cast: Cast) -> None:
    customer = await a_customer()
    url = f"/customers/{customer.ref}/moments"
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo:
        told = {"name": "Sales day", "starts_at": "2099-01-02T08:00", "ends_at": "2099-01-01T08:00"}
        wrong = await ada.submit(url, **told)
        assert wrong.status_code == 409 and "Sales day" in wrong.text
        assert (await ada.submit(url, **{**told, "ends_at": "2099-01-03T08:00"})).status_code == 303
        assert "Sales day" in (await ada.get(f"/customers/{customer.ref}")).text
        assert (await ada.submit(f"{url}/1/withdrawal")).status_code == 303
        assert (await cleo.submit(url, **told)).status_code == 404
