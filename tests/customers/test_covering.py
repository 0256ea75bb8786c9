from datetime import timedelta

import pytest

from escalations.customers.actions import end_cover, grant_cover
from escalations.customers.queries import customer_for, customers_in_sight
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.customers.builders import a_customer
from tests.support import as_person


async def test_cover_holds_until_its_end_and_no_longer(cast: Cast) -> None:
    customer, until = await a_customer(), now() + timedelta(days=30)
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref)
        await grant_cover(db, row, until, by=cast.adam)
        await grant_cover(db, row, until, by=cast.adam)
        assert row.is_covered(now()) and row.is_covered(until - timedelta(seconds=1)) and not row.is_covered(until)
        assert len(await trail_of(db, customer.subject)) == 2
        assert [line.ref for line in await customers_in_sight(db, covered_at=now())] == [customer.ref]
        assert await customers_in_sight(db, covered_at=until) == []


async def test_cover_is_not_granted_into_the_past(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        with pytest.raises(Refused, match="in the past"):
            await grant_cover(db, customer, now() - timedelta(minutes=1), by=cast.adam)


async def test_ending_cover_twice_is_ending_it_once(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref)
        await grant_cover(db, row, now() + timedelta(days=30), by=cast.adam)
        await end_cover(db, row, "contract ended", by=cast.adam)
        await end_cover(db, row, "contract ended", by=cast.adam)
        assert not row.is_covered(now())
        told = [event.told for event in await trail_of(db, customer.subject)]
        assert sum("ended the rapid-response cover" in sentence for sentence in told) == 1


async def test_cover_that_ran_out_is_granted_anew(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        row = await customer_for(db, cast.adam, customer.ref)
        await grant_cover(db, row, now() + timedelta(days=1), by=cast.adam)
        with time_at(now() + timedelta(days=2)):
            await end_cover(db, row, "too late to end", by=cast.adam)
            await grant_cover(db, row, now() + timedelta(days=1), by=cast.adam)
            assert row.is_covered(now())
        assert "was" not in (await trail_of(db, customer.subject))[0].told


@pytest.mark.parametrize("who", ["ada", "rex", "otto"])
async def test_rapid_response_does_not_choose_its_own_customers(cast: Cast, who: str) -> None:
    customer, person = await a_customer(), getattr(cast, who)
    async with as_person(person) as db:
        with pytest.raises(NotAllowed):
            await grant_cover(db, customer, now() + timedelta(days=1), by=person)
        with pytest.raises(NotAllowed):
            await end_cover(db, customer, "no reason", by=person)
