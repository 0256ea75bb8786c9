"""A program that got no answer says it again: it is on the case once, and goes to the customer once."""

import asyncio

import pytest

from escalations.cases.actions import merge_cases
from escalations.cases.queries import case_for, entries_of
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, program_of

WAYS = ("replies", "notes", "customer-messages")


async def said(cast: Cast, ref: str) -> list[str]:
    async with as_person(cast.ada) as db:
        return [entry.body for entry in await entries_of(db, await case_for(db, cast.ada, ref))][1:]


@pytest.mark.parametrize("way", WAYS)
async def test_the_same_key_says_it_once(cast: Cast, way: str) -> None:
    case = await a_case(cast.ada)
    told = {"text": "The firewall of the account is mended.", "external_key": "bot/17"}
    async with program_of(cast.ada) as ada:
        answers = await asyncio.gather(*(ada.post(f"/api/cases/{case.ref}/{way}", json=told) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await said(cast, case.ref) == [told["text"]]


async def test_another_text_under_the_key_is_refused(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as ada:
        for way, text, status in (
            ("notes", "Looked at.", 201),
            ("notes", "Closed.", 409),
            ("replies", "Looked at.", 409),
        ):
            told = {"text": text, "external_key": "bot/17"}
            assert (await ada.post(f"/api/cases/{case.ref}/{way}", json=told)).status_code == status
        assert (await ada.post(f"/api/cases/{case.ref}/notes", json={"text": "Closed."})).status_code == 201
    assert await said(cast, case.ref) == ["Looked at.", "Closed."]


async def test_it_is_known_again_after_a_merge(cast: Cast) -> None:
    customer = await a_customer()
    kept, absorbed = await a_case(cast.ada, customer), await a_case(cast.ada, customer)
    told = {"text": "The firewall of the account is mended.", "external_key": "bot/17"}
    async with program_of(cast.ada) as ada:
        first = await ada.post(f"/api/cases/{absorbed.ref}/replies", json=told)
        async with as_person(cast.ada) as db:
            into, part = [await case_for(db, cast.ada, case.ref, lock=True) for case in (kept, absorbed)]
            await merge_cases(db, into, [part], "The same failure", by=cast.ada)
        again = await ada.post(f"/api/cases/{absorbed.ref}/replies", json=told)
    assert (again.status_code, again.json()) == (201, first.json())


async def test_the_same_key_at_once_opens_one_case(cast: Cast) -> None:
    customer = await a_customer()
    new = {
        "customer": f"CU-{customer.id}",
        "title": "Uploads fail",
        "description": "All since nine.",
        "external_key": "bot/1",
    }
    async with program_of(cast.ada) as ada:
        answers = await asyncio.gather(*(ada.post("/api/cases", json=new) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["ref"] for answer in answers}) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_who_may_not_say_it_may_not_say_it_again(cast: Cast, way: str) -> None:
    case = await a_case(cast.ada)
    told = {"text": "The firewall of the account is mended.", "external_key": "bot/17"}
    async with program_of(cast.ada) as ada, program_of(cast.otto) as otto:
        assert (await ada.post(f"/api/cases/{case.ref}/{way}", json=told)).status_code == 201
        assert (await otto.post(f"/api/cases/{case.ref}/{way}", json=told)).status_code == 403


@pytest.mark.parametrize("way", WAYS)
async def test_nobody_takes_the_key_of_an_update_of_an_incident(cast: Cast, way: str) -> None:
    """The case would count as told of it, and hear nothing."""
    case = await a_case(cast.ada)
    told = {"text": "Nothing to see here.", "external_key": "incident-update/1"}
    async with program_of(cast.ada) as ada:
        answer = await ada.post(f"/api/cases/{case.ref}/{way}", json=told)
    assert answer.status_code == 409 and "a key of its own" in answer.json()["detail"]
    assert await said(cast, case.ref) == []


@pytest.mark.parametrize("key", ["", "  "])
async def test_an_empty_key_is_none(cast: Cast, key: str) -> None:
    customer = await a_customer()
    new = {
        "customer": f"CU-{customer.id}",
        "title": "Uploads fail",
        "description": "All since nine.",
        "external_key": key,
    }
    async with program_of(cast.ada) as ada:
        first, second = [(await ada.post("/api/cases", json=new)).json()["ref"] for _ in range(2)]
        assert first != second
        for text in ("Looked at.", "Looked at again."):
            told = {"text": text, "external_key": key}
            assert (await ada.post(f"/api/cases/{first}/notes", json=told)).status_code == 201
    assert await said(cast, first) == ["Looked at.", "Looked at again."]
