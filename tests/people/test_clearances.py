from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from escalations.people.actions import disable_person, grant_clearance, revoke_clearance
from escalations.people.models import Clearance, Person
from escalations.people.queries import clearances_of, open_boundaries
from escalations.platform.db import Scope, transaction
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.customers.builders import a_customer
from tests.support import as_person, browser_of

NEXT_YEAR = f"{now() + timedelta(days=365):%Y-%m-%d}"


async def names_seen_in(scope: Scope) -> list[str]:
    """Straight from the table, past every query of the house."""
    async with transaction(scope) as db:
        rows = await (await db.connection()).execute(text("SELECT name FROM customer ORDER BY name"))
        return [row[0] for row in rows]


async def test_a_person_sees_rows_of_their_boundaries_only(cast: Cast) -> None:
    await a_customer("Nordhavn Rail")
    await a_customer("Spree Energie", boundary="germany")
    assert await names_seen_in(Scope.person(cast.ada.id)) == ["Nordhavn Rail"]
    assert await names_seen_in(Scope.person(cast.cleo.id)) == ["Spree Energie"]
    assert await names_seen_in(Scope.person(cast.adam.id)) == ["Nordhavn Rail", "Spree Energie"]
    assert await names_seen_in(Scope.person(999_999)) == []
    assert await names_seen_in(Scope.nobody()) == []
    assert await names_seen_in(Scope.system("germany")) == ["Spree Energie"]


async def test_the_database_refuses_a_row_outside_ones_boundaries(cast: Cast) -> None:
    insert = "INSERT INTO customer (boundary, name, industry, plan, handling_notes, version) VALUES (:boundary, 'x', '', 'standard', '', 1)"
    for boundary in ("germany", "everywhere"):
        with pytest.raises(DBAPIError):
            async with as_person(cast.ada) as db:
                await (await db.connection()).execute(text(insert), {"boundary": boundary})


async def test_a_row_cannot_be_moved_or_removed_from_outside(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_customer("Spree Energie", boundary="germany")
    async with as_person(cast.ada) as db:
        connection = await db.connection()
        assert (await connection.execute(text("UPDATE customer SET name = 'mine'"))).rowcount == 0
        assert (await connection.execute(text("DELETE FROM customer"))).rowcount == 0
    assert await admin.fetchval("SELECT name FROM customer") == "Spree Energie"


async def test_a_clearance_closes_the_door_at_its_very_moment(cast: Cast, admin: asyncpg.Connection) -> None:
    customer = await a_customer()
    async with browser_of(cast.otto) as browser:
        await admin.execute(
            "UPDATE clearance SET expires_at = clock_timestamp() + interval '4 seconds' WHERE person_id = $1",
            cast.otto.id,
        )
        assert await names_seen_in(Scope.person(cast.otto.id)) == ["Nordhavn Rail"]
        assert (await browser.get(f"/customers/{customer.ref}")).status_code == 200
        await admin.execute("SELECT pg_sleep_until(expires_at) FROM clearance WHERE person_id = $1", cast.otto.id)
        assert await names_seen_in(Scope.person(cast.otto.id)) == []
        assert (await browser.get(f"/customers/{customer.ref}")).status_code == 404
        assert customer.name not in (await browser.get("/customers")).text


async def test_a_clearance_that_begins_tomorrow_opens_nothing_today(cast: Cast, admin: asyncpg.Connection) -> None:
    await a_customer()
    await admin.execute("UPDATE clearance SET granted_at = now() + interval '1 day' WHERE person_id = $1", cast.otto.id)
    assert await names_seen_in(Scope.person(cast.otto.id)) == []
    async with as_person(cast.otto) as db:
        assert await open_boundaries(db, cast.otto) == {}


async def test_a_disabled_person_sees_nothing(cast: Cast) -> None:
    await a_customer()
    async with as_person(cast.adam) as db:
        await disable_person(db, await db.get_one(Person, cast.otto.id), by=cast.adam)
    assert await names_seen_in(Scope.person(cast.otto.id)) == []


async def test_granting_and_revoking_open_and_close(cast: Cast) -> None:
    await a_customer("Spree Energie", boundary="germany")
    async with as_person(cast.adam) as db:
        granted = await grant_clearance(
            db, cast.ada, "germany", now() + timedelta(days=12), "screening 4711", by=cast.adam
        )
        await db.flush()
        clearance_id = granted.id
    assert await names_seen_in(Scope.person(cast.ada.id)) == ["Spree Energie"]
    async with as_person(cast.adam) as db:
        clearance = await db.get_one(Clearance, clearance_id)
        await revoke_clearance(db, clearance, by=cast.adam)
        await revoke_clearance(db, clearance, by=cast.adam)
    assert await names_seen_in(Scope.person(cast.ada.id)) == []
    async with as_person(cast.otto) as db:
        told = [row.told for row in await trail_of(db, cast.ada.subject)]
        assert told[0] == "revoked the clearance for germany"
        assert told[1].startswith("granted clearance for germany until ")
        assert len(told) == 2


async def test_nobody_widens_their_own_sight(cast: Cast) -> None:
    until = now() + timedelta(days=30)
    async with as_person(cast.adam) as db:
        with pytest.raises(NotAllowed, match="Ask another administrator"):
            await grant_clearance(db, cast.adam, "usgov", until, "because I can", by=cast.adam)
        with pytest.raises(Refused, match="in the past"):
            await grant_clearance(db, cast.ada, "usgov", now(), "screening", by=cast.adam)
    for person in cast.everyone:
        if person.may("administer"):
            continue
        async with as_person(person) as db:
            with pytest.raises(NotAllowed):
                await grant_clearance(db, cast.ada, "germany", until, "screening", by=person)


async def test_the_form_of_an_administrator(cast: Cast) -> None:
    url = f"/people/{cast.ada.ref}/clearances"
    async with browser_of(cast.adam) as browser:
        wrong = await browser.submit(url, boundary="germany", until="soon", evidence="yes")
        assert wrong.status_code == 422 and 'value="yes"' in wrong.text and "At least 5 characters" in wrong.text
        assert (
            await browser.submit(url, boundary="germany", until="2020-01-01", evidence="screening")
        ).status_code == 409
        done = await browser.submit(url, htmx=True, boundary="germany", until=NEXT_YEAR, evidence="screening 4711")
        assert done.status_code == 200 and "hx-partial" in done.text and "screening 4711" in done.text
        mine = await browser.submit(
            f"/people/{cast.adam.ref}/clearances", boundary="usgov", until=NEXT_YEAR, evidence="because I can"
        )
        assert mine.status_code == 403
        assert "Nobody grants a clearance to themselves" in (await browser.get(f"/people/{cast.adam.ref}")).text
        async with as_person(cast.adam) as db:
            granted = next(c for c in (await clearances_of(db, [cast.ada.id]))[cast.ada.id] if c.boundary == "germany")
        assert (await browser.submit(f"{url}/{granted.id}/revocation")).status_code == 303
        assert (await browser.submit(f"/people/{cast.ben.ref}/clearances/{granted.id}/revocation")).status_code == 404
    async with browser_of(cast.ben) as browser:
        assert (await browser.submit(url, boundary="germany", until=NEXT_YEAR, evidence="screening")).status_code == 403
        assert (await browser.submit(f"{url}/{granted.id}/revocation")).status_code == 403


@pytest.mark.parametrize(
    ("ends_in", "said"),
    [
        (timedelta(days=12, minutes=5), "expires in 12 days"),
        (timedelta(days=1, minutes=5), "expires in 1 day<"),
        (timedelta(hours=3, minutes=5), "expires in 3 h"),
        (timedelta(days=-2), "expired"),
        (timedelta(days=90), "open"),
    ],
)
async def test_a_page_warns_before_a_clearance_expires(
    cast: Cast, admin: asyncpg.Connection, ends_in: timedelta, said: str
) -> None:
    await admin.execute("UPDATE clearance SET expires_at = $1 WHERE person_id = $2", now() + ends_in, cast.otto.id)
    async with browser_of(cast.ada) as browser:
        assert said in (await browser.get(f"/people/{cast.otto.ref}")).text
