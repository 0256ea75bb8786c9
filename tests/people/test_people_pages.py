from datetime import UTC, datetime

import asyncpg

from escalations.platform.time import time_at
from tests.cast import Cast
from tests.support import browser_of

MONDAY_NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


async def test_every_role_reads_the_list_and_each_page(cast: Cast) -> None:
    for person in cast.everyone:
        async with browser_of(person) as browser:
            listed = await browser.get("/people")
            assert listed.status_code == 200
            for shown in cast.everyone:
                assert f'href="/people/{shown.ref}"' in listed.text
            shown = await browser.get(f"/people/{cast.ada.ref}")
            assert shown.status_code == 200 and "ada@<wbr>support.example" in shown.text
            assert ("Signed in from" in shown.text) == (person is cast.ada or person is cast.adam)
            assert ("Grant a clearance" in shown.text) == (person is cast.adam)
            assert ("What happened here" in shown.text) == person.may("read_audit")


async def test_who_is_on_shift_stands_first(cast: Cast, admin: asyncpg.Connection) -> None:
    await admin.execute(
        "UPDATE person SET time_zone = 'Asia/Tokyo', shift_start = 540, shift_end = 1020 WHERE id = $1", cast.ben.id
    )
    async with browser_of(cast.ada) as browser:
        with time_at(MONDAY_NOON):
            async with browser_of(cast.ada) as on_that_day:
                text = (await on_that_day.get("/people")).text
                assert text.index("Ada") < text.index("Off shift") < text.rindex("Ben")
                page = (await on_that_day.get(f"/people/{cast.ben.ref}")).text
                assert "Off shift; the next begins" in page and "09:00–17:00" in page and "Asia/Tokyo" in page
        assert (await browser.get("/people/P-999999")).status_code == 404
        assert (await browser.get("/people/nobody")).status_code == 404


async def test_a_disabled_person_is_gone_from_the_list_and_marked_on_their_page(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    await admin.execute("UPDATE person SET disabled_at = now() WHERE id = $1", cast.ben.id)
    async with browser_of(cast.ada) as browser:
        assert f'href="/people/{cast.ben.ref}"' not in (await browser.get("/people")).text
        assert "disabled" in (await browser.get(f"/people/{cast.ben.ref}")).text
