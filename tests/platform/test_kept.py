"""A kept SELECT answers what the session would have answered."""

from typing import Any

import pytest
from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from escalations.cases.models import Case, CaseEntry, RoutingDecision
from escalations.customers.models import Contact, Customer
from escalations.platform.db import nothing_to_record
from escalations.platform.kept import Kept, answers
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person
from tests.work import statements

ITS = col(Case.id) == bindparam("its", type_=BigInteger)
ONE: Kept[Case] = Kept(select(Case).where(ITS))
FRESH: Kept[Case] = Kept(select(Case).where(ITS).with_for_update(), fresh=True)
SAID: Kept[CaseEntry] = Kept(select(CaseEntry).where(col(CaseEntry.case_id) == bindparam("its", type_=BigInteger)))
SEVERAL: Kept[Any] = Kept(
    columns(col(Case.id), col(Case.title)).where(
        col(Case.title) == any_(bindparam("titles", type_=ARRAY(Text))), col(Case.severity).in_(["A", "B"])
    ).order_by(col(Case.id))
)  # fmt: skip
WITH_PEOPLE: Kept[Any] = Kept(
    columns(Customer, Contact, col(Customer.plan))
    .outerjoin(Contact, col(Contact.customer_id) == col(Customer.id))
    .where(col(Customer.id) == bindparam("its", type_=BigInteger))
)
DECIDED: Kept[Any] = Kept(columns(col(RoutingDecision.record), col(RoutingDecision.reasons)))


async def test_an_entity_is_the_one_that_the_session_holds(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        kept = await ONE.first(db, its=case.id)
        assert kept is await db.get(Case, case.id) and kept is (await db.exec(select(Case))).one()
        assert kept is not None and kept.model_dump() == (await db.get_one(Case, case.id)).model_dump()
        assert not db.dirty and await ONE.first(db, its=0) is None


async def test_what_is_changed_through_it_is_written(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        kept = await ONE.first(db, its=case.id)
        assert kept is not None
        kept.title = "Another title"
        assert [row[1] for row in await SEVERAL.all(db, titles=["Another title"])] == ["Another title"], (
            "it was flushed"
        )
    async with as_person(cast.ada) as db:
        assert (await db.get_one(Case, case.id)).title == "Another title"


async def test_only_a_fresh_one_brings_what_is_held_up_to_date(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        held = await db.get_one(Case, case.id)
        async with as_person(cast.ben) as other:
            nothing_to_record(other, "a test")
            (await other.get_one(Case, case.id)).title = "Theirs"
        assert (await ONE.first(db, its=case.id)) is held and held.title != "Theirs"
        assert (await FRESH.first(db, its=case.id)) is held and held.title == "Theirs" and held.version == 2


async def test_several_values_and_those_that_are_fixed(cast: Cast) -> None:
    customer = await a_customer()
    cases = [
        await a_case(cast.ada, customer, title=title, claimed=claimed)
        for title, claimed in (("x", "A"), ("y", "B"), ("x", "C"))
    ]
    async with as_person(cast.ada) as db:
        assert [row[0] for row in await SEVERAL.all(db, titles=["x", "y"])] == [cases[0].id, cases[1].id]
        assert list(await SEVERAL.all(db, titles=[])) == []
        with pytest.raises(TypeError, match="no others"):
            await SEVERAL.all(db, titles=["x"], others=["y"])


async def test_entities_beside_columns_and_one_that_is_not_there(cast: Cast) -> None:
    customer = await a_customer()
    async with as_person(cast.ada) as db:
        [(found, contact, plan)] = await WITH_PEOPLE.all(db, its=customer.id)
        assert (found.name, contact.name, plan) == ("Harbour Foods", "Lena Vogt", "prodirect")
        assert contact.boundary == "public" and contact.customer_id == found.id
        nothing_to_record(db, "a test")
        await db.delete(contact)
        assert (await WITH_PEOPLE.all(db, its=customer.id)) == [(found, None, "prodirect")]


async def test_values_are_read_as_the_session_reads_them(cast: Cast) -> None:
    await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        [(record, reasons)] = await DECIDED.all(db)
        stored = (await db.exec(select(RoutingDecision))).one()
        assert record == stored.record and reasons == stored.reasons and isinstance(record, dict)


async def test_nobody_sees_beyond_their_boundaries(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.cleo) as db:
        assert list(await SAID.all(db, its=case.id)) == []
    async with as_person(cast.ada) as db:
        assert [entry.kind for entry in await SAID.all(db, its=case.id)] == ["customer"]


async def test_several_in_one_statement_answer_as_each_alone(cast: Cast) -> None:
    case, customer = await a_case(cast.ada), await a_customer(name="Inland Mills")
    titles = [case.title, "nothing"]
    async with as_person(cast.ada) as db:
        with statements() as told:
            found, said, several, people, decided, none = await answers(
                db, FRESH.of(its=case.id), SAID.of(its=case.id), SEVERAL.of(titles=titles), WITH_PEOPLE.of(its=customer.id), DECIDED.of(), ONE.of(its=0),
            )  # fmt: skip
        assert len(told) == 1 and list(none) == []
        assert found[0] is await ONE.first(db, its=case.id) and found[0].model_dump()["title"] == case.title
        assert said == await SAID.all(db, its=case.id) and [entry.body for entry in said] == [case.description]
        assert list(map(tuple, several)) == list(map(tuple, await SEVERAL.all(db, titles=titles))) != []
        assert people == await WITH_PEOPLE.all(db, its=customer.id) and isinstance(people[0][1], Contact)
        assert decided == await DECIDED.all(db) and isinstance(decided[0][0], dict)


async def test_lists_that_a_new_connection_cannot_read_are_not_asked_beside_others(cast: Cast) -> None:
    titles: Kept[Any] = Kept(columns(func.array_agg(col(Case.title))))
    async with as_person(cast.ada) as db:
        assert await titles.all(db)
        with pytest.raises(TypeError, match="lists can only be of text"):
            await answers(db, titles.of(), ONE.of(its=0))


async def test_what_is_asked_beside_others_sees_what_was_changed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        nothing_to_record(db, "a test")
        (await db.get_one(Case, case.id)).title = "Another title"
        [several, _] = await answers(db, SEVERAL.of(titles=["Another title"]), SAID.of(its=case.id))
        assert [row[1] for row in several] == ["Another title"]
