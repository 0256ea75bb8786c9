"""How to handle a customer is said where one opens a case for them and where one writes to them."""

import asyncpg

from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import browser_of

NOTES = "Change freeze on Thursdays. Do not ask for a restart."


async def test_the_notes_stand_at_both_places(cast: Cast, admin: asyncpg.Connection) -> None:
    customer = await a_customer()
    await admin.execute("UPDATE customer SET handling_notes = $1", NOTES)
    case = await a_case(cast.ada, customer)
    async with browser_of(cast.ada) as ada:
        assert NOTES in (await ada.get("/cases/new/customer", params={"customer": customer.ref})).text
        page = (await ada.get(f"/cases/{case.ref}")).text
        assert NOTES in page[page.index('id="composer"') :]
