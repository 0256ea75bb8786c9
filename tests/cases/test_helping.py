"""Somebody skilled is asked, or raises a hand; whoever owns the case goes on owning it."""

from datetime import timedelta

import pytest

from escalations.cases.actions.calling import call_for_help, end_call, sweep_calls
from escalations.cases.actions.helping import answer_help, ask_for_help, offer_help, sweep_help
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.cases.queries.helping import able_to_help, asked_of, calls_for_help, help_for, helpers_of
from escalations.people.models import Person
from escalations.people.queries import person_for
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import now, time_at
from tests.cases.crew import actions_on, notices_to, owned, owner_of, stands
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of, program_of

WHY = "Which mount options does the driver take?"


async def asks(case: Case, person: Person, by: Person) -> int:
    async with as_person(by) as db:
        held = await case_for(db, by, case.ref, lock=True)
        return (await ask_for_help(db, held, await person_for(db, person.ref), WHY, by=by)).id


async def answers(case: Case, help_id: int, answer: str, by: Person, note: str = "") -> None:
    async with as_person(by) as db:
        held = await case_for(db, by, case.ref, lock=True)
        await answer_help(db, held, await help_for(db, held, help_id), answer, note, by=by)


async def standing(case: Case) -> list[tuple[str, str]]:
    async with as_system() as db:
        return [(one.name, one.help.answer) for one in await helpers_of(db, case)]


async def test_who_is_asked_accepts_and_the_owner_stays(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    number = await asks(case, cast.ben, cast.ada)
    assert await asks(case, cast.ben, cast.ada) == number, "asked once"
    assert any(WHY in text for text in await notices_to(cast.ben))
    for _ in range(2):
        await answers(case, number, "accepted", cast.ben)
    assert await standing(case) == [("Ben", "accepted")] and await owner_of(case) == cast.ada.id
    await answers(case, number, "ended", cast.ada)
    told = await actions_on(case)
    assert (told.count("HelpAsked"), told.count("HelpAnswered")) == (1, 2)


async def test_whoever_declines_says_why_and_can_be_asked_again(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    number = await asks(case, cast.ben, cast.ada)
    with pytest.raises(Refused, match="Say why"):
        await answers(case, number, "declined", cast.ben)
    await answers(case, number, "declined", cast.ben, "I am in an incident.")
    assert any("I am in an incident." in text for text in await notices_to(cast.ada))
    with pytest.raises(Refused, match="settled"):
        await answers(case, number, "accepted", cast.ben)
    assert await asks(case, cast.ben, cast.ada) != number


async def test_silence_wakes_who_asked(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    await asks(case, cast.ben, cast.ada)
    with time_at(now() + timedelta(hours=2)):
        async with as_system() as db:
            assert await sweep_help(db, now()) == 1
            assert await sweep_help(db, now()) == 0
    assert await standing(case) == [("Ben", "lapsed")]
    assert any("Ask the next one" in text for text in await notices_to(cast.ada))


async def test_those_who_can_come_ranked_with_reasons(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    async with as_person(cast.ada) as db:
        able = await able_to_help(db, await case_for(db, cast.ada, case.ref))
    assert able[0].name == "Ben" and "Storage at level 4" in able[0].why and "units in hand" in able[0].why
    assert cast.ada.id not in {one.person_id for one in able}
    await stands(cast.ben, presence="away", capacity=0)
    async with as_person(cast.ada) as db:
        assert "Ben" not in {one.name for one in await able_to_help(db, await case_for(db, cast.ada, case.ref))}


async def test_nobody_uncleared_and_nobody_who_has_it_is_asked(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    with pytest.raises(NotAllowed, match="not cleared"):
        await asks(case, cast.cleo, cast.ada)
    with pytest.raises(Refused, match="does not work"):
        await asks(case, cast.otto, cast.ada)
    with pytest.raises(Refused, match="already"):
        await asks(case, cast.ada, cast.dora)


async def test_a_raised_hand_is_taken_by_the_owner(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    async with as_person(cast.ben) as db:
        held = await case_for(db, cast.ben, case.ref, lock=True)
        number = (await offer_help(db, held, "I know this driver.", by=cast.ben)).id
        assert (await offer_help(db, held, "I know this driver.", by=cast.ben)).id == number
    assert any("raises a hand" in text for text in await notices_to(cast.ada))
    with pytest.raises(NotAllowed):
        await answers(case, number, "accepted", cast.ben)
    await answers(case, number, "accepted", cast.ada)
    assert await standing(case) == [("Ben", "accepted")] and await owner_of(case) == cast.ada.id


async def test_a_case_that_looks_for_help_is_listed_until_it_no_longer_does(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    async with as_person(cast.ada) as db:
        held = await case_for(db, cast.ada, case.ref, lock=True)
        for _ in range(2):
            await call_for_help(db, held, "networking", "Who knows private links?", by=cast.ada)
        with pytest.raises(Refused, match="families"):
            await call_for_help(db, held, "gardening", "Who knows tulips?", by=cast.ada)
    async with as_person(cast.ben) as db:
        assert [one.case.id for one in await calls_for_help(db, cast.ben)] == [case.id]
    async with as_person(cast.ada) as db:
        assert await calls_for_help(db, cast.ada) == [], "her own"
        held = await case_for(db, cast.ada, case.ref, lock=True)
        await end_call(db, held, "it is answered", by=cast.ada)
        await end_call(db, held, "it is answered", by=cast.ada)
        await call_for_help(db, held, "networking", "Who knows private links?", by=cast.ada)
    with time_at(now() + timedelta(days=2)):
        async with as_system() as db:
            assert await sweep_calls(db, now()) == 1
    assert (await actions_on(case)).count("HelpNoLongerSought") == 2


async def test_auditors_may_not_and_outsiders_find_nothing(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    with pytest.raises(NotAllowed):
        await asks(case, cast.ben, cast.otto)
    with pytest.raises(NotFound):
        await asks(case, cast.ben, cast.cleo)
    number = await asks(case, cast.ben, cast.ada)
    with pytest.raises(NotAllowed):
        await answers(case, number, "accepted", cast.rex)


async def test_in_the_browser(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    url = f"/cases/{case.ref}/help"
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben, browser_of(cast.cleo) as cleo:
        assert "Storage at level 4" in (await ada.get(url)).text
        unsaid = await ada.submit(url, person=cast.ben.ref, question="")
        assert unsaid.status_code == 422
        refused = await ada.submit(url, person=cast.otto.ref, question=WHY)
        assert refused.status_code == 409 and WHY in refused.text
        assert (await ada.submit(url, person=cast.ben.ref, question=WHY)).status_code == 303
        assert WHY in (await ben.get("/help-wanted")).text
        assert (await cleo.get(url)).status_code == 404
        async with as_person(cast.ben) as db:
            [asked] = await asked_of(db, cast.ben)
        assert (await ben.submit(f"{url}/{asked.id}/answers", answer="accepted")).status_code == 303
        assert "helps" in (await ada.get(url)).text
        assert (await ada.submit(f"{url}-calls", family="networking", question="Who knows links?")).status_code == 303
        page = (await ben.get("/help-wanted")).text
        assert "Who knows links?" in page and "Your hand is raised." in page
        assert (await ada.submit(f"{url}-calls/end")).status_code == 303


async def test_programs_ask(cast: Cast) -> None:
    case = await owned(cast, cast.ada)
    async with program_of(cast.ada) as ada, program_of(cast.ben) as ben:
        url = f"/api/cases/{case.ref}/help"
        assert (await ada.get(f"{url}/people")).json()[0]["name"] == "Ben"
        [asked] = (await ada.post(url, json={"person": cast.ben.ref, "question": WHY})).json()
        [said] = (await ben.post(f"{url}/{asked['id']}/answers", json={"answer": "accepted"})).json()
    assert said["answer"] == "accepted"
