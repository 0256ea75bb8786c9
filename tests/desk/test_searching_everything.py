"""One search finds every kind of thing, and each only for those who may see it."""

import pytest

from escalations.customers.actions import ContactFacts, CustomerFacts, add_contact, add_customer
from escalations.incidents.actions import Account, declare_incident
from escalations.platform.events import SYSTEM
from escalations.platform.time import now
from tests.cast import Cast
from tests.support import as_system, browser_of, run_jobs


async def some_world(boundary: str) -> None:
    async with as_system(boundary) as db:
        customer = await add_customer(db, CustomerFacts(name="Pelican Logistics"), boundary, by=SYSTEM)
        await add_contact(db, customer, ContactFacts(name="Ilse Hagedorn", email="ilse@pelican.example"), by=SYSTEM)
        account = Account(
            title="Gateways drop connections",
            summary="Pelicans in the pipe",
            severity="B",
            started_at=now(),
            families=["networking"],
        )
        await declare_incident(db, boundary, account, by=SYSTEM)
    await run_jobs()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("pelican logistics", "/customers/CU-1"), ("hagedorn", "/customers/CU-1"), ("gateways drop", "/incidents/I-1")],
)
async def test_every_kind_is_found_by_its_words(cast: Cast, typed: str, found: str) -> None:
    await some_world("public")
    async with browser_of(cast.ada) as ada:
        assert f'href="{found}"' in (await ada.get("/search", params={"q": typed})).text


@pytest.mark.parametrize("typed", ["pelican logistics", "hagedorn", "gateways drop"])
async def test_and_only_where_one_is_cleared(cast: Cast, typed: str) -> None:
    await some_world("germany")
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo:
        assert "/CU-1" not in (await ada.get("/search", params={"q": typed})).text
        text = (await cleo.get("/search", params={"q": typed})).text
        assert 'href="/customers/CU-1"' in text or 'href="/incidents/I-1"' in text
