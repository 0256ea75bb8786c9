"""One case that is two, and one again."""

from datetime import datetime

import pytest

from escalations.cases.actions import (
    SplitOff,
    add_customer_message,
    add_note,
    reply_to_customer,
    split_case,
    take_back_split,
)
from escalations.cases.models import Case, CaseEntry
from escalations.cases.queries import case_for, entries_of, links_of
from escalations.cases.queries.merged import case_itself
from escalations.clocks.queries import open_clocks
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.time import now, time_at
from tests.builders import a_case
from tests.cases.crew import actions_on, as_it_stands
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of

OTHER = "By the way, our virtual machines in another region do not boot either."
TITLE, WHY = "Virtual machines do not boot", "It has nothing to do with the share."


async def of_two_problems(cast: Cast) -> tuple[Case, list[CaseEntry]]:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        held = await case_for(db, cast.ada, case.ref, lock=True)
        await add_customer_message(db, held, OTHER, by=cast.ada)
        await add_note(db, held, "Two things at once.", by=cast.ada)
    return case, await said(case, cast.ada)


async def said(case: Case, by: Person) -> list[CaseEntry]:
    async with as_person(by) as db:
        return await entries_of(db, await case_for(db, by, case.ref))


async def splits(case: Case, by: Person, *entries: CaseEntry, **more: object) -> Case:
    async with as_person(by) as db:
        wanted = SplitOff(frozenset(entry.id for entry in entries), TITLE, WHY, **more)  # type: ignore[arg-type]
        return await split_case(db, await case_for(db, by, case.ref, lock=True), wanted, by=by)


async def takes_back(new: Case, case: Case, by: Person) -> None:
    async with as_person(by) as db:
        held = await case_itself(db, case.ref, lock=True)
        await take_back_split(db, await case_itself(db, new.ref, lock=True), held, by=by)


async def test_chosen_entries_belong_to_both_and_the_new_case_is_as_old_as_its_message(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    new = await splits(case, cast.ada, *entries[1:])
    assert [entry.id for entry in await said(new, cast.ada)] == [entry.id for entry in entries[1:]]
    assert len(await said(case, cast.ada)) == 3, "nothing is moved"
    there = await as_it_stands(new)
    assert (there.opened_at, there.title, there.family) == (entries[1].at, TITLE, "virtual_machines")
    async with as_person(cast.ada) as db:
        first = next(one for one in await open_clocks(db, new.id) if one.kind == "first_response")
        assert first.started_at == entries[1].at
        assert [(one.link.kind, one.id) for one in await links_of(db, there)] == [("split", case.id)]
        assert [one.id for one in await links_of(db, await case_for(db, cast.ada, case.ref))] == [new.id]
    assert "CaseSplit" in await actions_on(case)


async def test_the_same_split_again_answers_with_what_is_there(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    assert (await splits(case, cast.ada, entries[1])).id == (await splits(case, cast.ada, entries[1])).id


async def test_a_reply_that_goes_along_has_met_the_first_response(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    async with as_person(cast.ada) as db:
        held = await case_for(db, cast.ada, case.ref, lock=True)
        reply = (await reply_to_customer(db, held, "Which machines are they?", by=cast.ada)).entry
    new = await splits(case, cast.ada, entries[1], reply)
    there = await as_it_stands(new)
    assert there.first_answered_at == reply.at
    async with as_person(cast.ada) as db:
        assert "first_response" not in {one.kind for one in await open_clocks(db, new.id)}


async def test_the_owner_comes_along_where_that_is_chosen(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    owner = (await as_it_stands(case)).owner_id
    new = await splits(case, cast.ada, entries[1], keep_owner=True)
    assert new.owner_id == owner


async def test_without_a_message_of_the_customer_or_with_all_of_them_it_is_refused(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    with pytest.raises(Refused, match="at least one message"):
        await splits(case, cast.ada, entries[2])
    with pytest.raises(Refused, match="Leave at least one"):
        await splits(case, cast.ada, *entries)


async def test_taken_back_while_untouched_it_is_one_case_again(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    new = await splits(case, cast.ada, entries[1])
    await takes_back(new, case, cast.ada)
    await takes_back(new, case, cast.ada)
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, new.ref)).id == case.id
    assert [entry.id for entry in await said(case, cast.ada)] == [entry.id for entry in entries], "each once"
    assert (await actions_on(case)).count("SplitTakenBack") == 1


async def test_once_worked_on_it_is_not_taken_back(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    new = await splits(case, cast.ada, entries[1])
    async with as_person(cast.ada) as db:
        await add_note(db, await case_for(db, cast.ada, new.ref, lock=True), "Looked into it.", by=cast.ada)
    with pytest.raises(Refused, match="Merge it into"):
        await takes_back(new, case, cast.ada)


async def test_auditors_may_not_and_outsiders_find_nothing(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    with pytest.raises(NotAllowed):
        await splits(case, cast.otto, entries[1])
    with pytest.raises(NotFound):
        await splits(case, cast.cleo, entries[1])


async def test_in_the_browser_it_is_previewed_as_it_would_be_and_nothing_is_left_of_that(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    told = {"entry": str(entries[1].id), "title": TITLE, "reason": WHY}
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo:
        assert OTHER[:40] in (await ada.get(f"/cases/{case.ref}/split")).text
        assert (await cleo.get(f"/cases/{case.ref}/split")).status_code == 404
        preview = await ada.submit(f"/cases/{case.ref}/split-previews", **told)
        assert preview.status_code == 200 and "The new case would be" in preview.text and TITLE in preview.text
        assert "CaseSplit" not in await actions_on(case)
        unsaid = await ada.submit(f"/cases/{case.ref}/splits", **told | {"title": ""})
        assert unsaid.status_code == 422 and WHY in unsaid.text
        refused = await ada.submit(f"/cases/{case.ref}/splits", **told | {"entry": str(entries[2].id)})
        assert refused.status_code == 409 and WHY in refused.text
        went = await ada.submit(f"/cases/{case.ref}/splits", **told)
        assert went.status_code == 303
        new = went.headers["location"].rpartition("/")[2]
        assert "split off" in (await ada.get(f"/cases/{new}")).text
        assert (await ada.submit(f"/cases/{new}/unsplitting")).status_code == 303


async def test_programs_split(cast: Cast) -> None:
    case, entries = await of_two_problems(cast)
    async with program_of(cast.ada) as program:
        told = {"entry": [entries[1].id], "title": TITLE, "reason": WHY}
        new = (await program.post(f"/api/cases/{case.ref}/splits", json=told)).json()
        assert new["title"] == TITLE
        assert (await program.post(f"/api/cases/{new['ref']}/unsplitting")).json()["ref"] == case.ref


async def test_late_messages_breach_no_clock_before_they_came(cast: Cast) -> None:
    began: datetime = now()
    with time_at(began):
        case, entries = await of_two_problems(cast)
        new = await splits(case, cast.ada, entries[1])
    assert new.due_at is not None and new.due_at > began
