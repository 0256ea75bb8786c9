import pytest
from pydantic import ValidationError

from escalations.customers.actions import ContactFacts, add_contact, add_subscription, note_departure, revise_contact
from escalations.customers.forms import NewContact, NewSubscription
from escalations.customers.queries import contact_for, contacts_of, customer_for, subscriptions_of
from escalations.platform.errors import NotAllowed, NotFound, Refused, Stale
from escalations.platform.trail import trail_of
from tests.cast import Cast
from tests.customers.builders import a_contact, a_customer
from tests.support import as_person

LENA = ContactFacts(name="Lena Vogt", email="lena@nordhavn.example", time_zone="Europe/Berlin", language="de")


async def test_a_contact_is_added_once(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.adam) as db:
        first = await add_contact(db, customer, LENA, by=cast.adam)
        assert (await add_contact(db, customer, LENA, by=cast.adam)).id == first.id
        assert [contact.name for contact in await contacts_of(db, customer)] == ["Lena Vogt"]
        assert (await trail_of(db, customer.subject))[0].told == "added the contact Lena Vogt"
        assert len(await trail_of(db, customer.subject)) == 2


async def test_an_address_belongs_to_one_contact(cast: Cast) -> None:
    customer = await a_customer()
    piet = ContactFacts(name="Piet Aldous", email="piet@nordhavn.example")
    async with as_person(cast.adam) as db:
        lena = await add_contact(db, customer, LENA, by=cast.adam)
        with pytest.raises(Refused, match="already belongs to Lena Vogt"):
            await add_contact(db, customer, ContactFacts(name="Piet Aldous", email=LENA.email), by=cast.adam)
        await add_contact(db, customer, piet, by=cast.adam)
        with pytest.raises(Refused, match="already belongs to Piet Aldous"):
            moved = ContactFacts(name="Lena Vogt", email=piet.email)
            await revise_contact(db, customer, lena, moved, version=1, by=cast.adam)


async def test_a_contact_is_corrected_over_the_version_that_was_seen(cast: Cast) -> None:
    customer = await a_customer()
    contact = await a_contact(customer)
    moved = ContactFacts(name="Lena Vogt", email="lena.vogt@nordhavn.example", time_zone="Asia/Tokyo", language="de")
    async with as_person(cast.adam) as db:
        row = await contact_for(db, customer, contact.id, lock=True)
        await revise_contact(db, customer, row, moved, version=1, by=cast.adam)
        with pytest.raises(Stale):
            await revise_contact(db, customer, row, LENA, version=1, by=cast.adam)
        assert (await trail_of(db, customer.subject))[0].told == (
            "corrected the email and title and time zone of the contact Lena Vogt"
        )


async def test_who_has_left_is_written_to_no_more_until_they_are_back(cast: Cast) -> None:
    customer = await a_customer()
    contact = await a_contact(customer)
    async with as_person(cast.adam) as db:
        row = await contact_for(db, customer, contact.id, lock=True)
        await note_departure(db, customer, row, by=cast.adam)
        await note_departure(db, customer, row, by=cast.adam)
        assert await contacts_of(db, customer) == []
        assert [one.id for one in await contacts_of(db, customer, also_left=True)] == [contact.id]
        assert (await add_contact(db, customer, LENA, by=cast.adam)).id == contact.id
        assert len(await contacts_of(db, customer)) == 1
        told = [event.told for event in await trail_of(db, customer.subject)]
        assert told.count("noted that the contact Lena Vogt has left") == 1


async def test_a_subscription_belongs_to_one_customer(cast: Cast) -> None:
    customer, other = await a_customer(), await a_customer("Carraway Bank")
    async with as_person(cast.adam) as db:
        for _ in range(2):
            await add_subscription(
                db, customer, "sub-1", "Production", regions=["westeurope"], services=["blob"], by=cast.adam
            )
        assert [one.regions for one in await subscriptions_of(db, customer)] == [["westeurope"]]
        assert (await trail_of(db, customer.subject))[0].told == "added the subscription sub-1"
        with pytest.raises(Refused, match="belongs to another customer"):
            await add_subscription(db, other, "sub-1", "Stolen", regions=[], services=[], by=cast.adam)


async def test_a_contact_of_another_customer_is_not_found(cast: Cast) -> None:
    customer, other = await a_customer(), await a_customer("Carraway Bank")
    contact = await a_contact(customer)
    async with as_person(cast.adam) as db:
        seen = await customer_for(db, cast.adam, other.ref)
        with pytest.raises(NotFound):
            await contact_for(db, seen, contact.id)


@pytest.mark.parametrize("who", ["ada", "rex", "otto"])
async def test_others_may_not_change_contacts(cast: Cast, who: str) -> None:
    customer, person = await a_customer(), getattr(cast, who)
    contact = await a_contact(customer)
    async with as_person(person) as db:
        with pytest.raises(NotAllowed):
            await add_contact(db, customer, LENA, by=person)
        with pytest.raises(NotAllowed):
            await revise_contact(db, customer, contact, LENA, version=1, by=person)
        with pytest.raises(NotAllowed):
            await note_departure(db, customer, contact, by=person)
        with pytest.raises(NotAllowed):
            await add_subscription(db, customer, "sub-1", "Production", regions=[], services=[], by=person)


@pytest.mark.parametrize(
    "email",
    ["lena", "lena@nordhavn", "a@b.example, c@d.example", "lena@nordhavn.example\r\nBcc: x@y.example", "<l@n.example>"],
)
def test_an_address_that_is_none_is_not_taken(email: str) -> None:
    with pytest.raises(ValidationError):
        NewContact(name="Lena", email=email)


def test_zones_languages_and_keys_are_read() -> None:
    with pytest.raises(ValidationError, match="Europe/Berlin"):
        NewContact(name="Lena", email="lena@nordhavn.example", time_zone="Mars/Olympus")
    with pytest.raises(ValidationError):
        NewContact(name="Lena", email="lena@nordhavn.example", language="German")
    typed = NewSubscription.model_validate({"code": "s", "name": "n", "regions": "westeurope, northeurope\r\nuksouth"})
    assert typed.regions == ("westeurope", "northeurope", "uksouth")
