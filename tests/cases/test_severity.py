"""Severity as evidence: who said what on which ground."""

import pytest

from escalations.cases.actions import change_severity, close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for, severity_changes_of
from escalations.cases.severity_story import story_of
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from tests.builders import a_case, a_customer
from tests.cases.crew import actions_on, as_it_stands
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of


async def changes(
    case: Case, by: Person, kind: str, severity: str, reason: str = "as they said", **more: object
) -> Case:
    async with as_person(by) as db:
        held = await case_for(db, by, case.ref, lock=True)
        await change_severity(db, held, kind, severity, reason, by=by, **more)  # type: ignore[arg-type]
    return await as_it_stands(case)


async def test_without_somebody_at_all_hours_a_stays_claimed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(Refused, match="only claimed"):
        await changes(case, cast.ada, "assessed", "A")
    claimed = await changes(case, cast.ada, "claimed", "A")
    assert (claimed.claimed, claimed.severity) == ("A", "B")
    there = await changes(case, cast.ada, "assessed", "A", always_contact_id=case.contact_id)
    assert (there.severity, there.always_contact_id) == ("A", case.contact_id)
    assert "AlwaysContactNamed" in await actions_on(case)


async def test_down_it_goes_on_a_ground_of_the_list_only(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(Refused, match="on which ground"):
        await changes(case, cast.ada, "assessed", "C")
    with pytest.raises(Refused, match="on which ground"):
        await changes(case, cast.ada, "assessed", "C", ground="because")
    lowered = await changes(case, cast.ada, "assessed", "C", ground="workaround")
    assert lowered.severity == "C"
    async with as_person(cast.ada) as db:
        [row] = await severity_changes_of(db, lowered)
        assert (row.kind, row.was, row.became, row.ground) == ("assessed", "B", "C", "workaround")


async def test_what_both_agree_on_holds_until_one_of_them_says_otherwise(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(Refused, match="who of the customer"):
        await changes(case, cast.ada, "agreed", "C", ground="workaround")
    agreed = await changes(case, cast.ada, "agreed", "C", ground="workaround", contact_id=case.contact_id)
    assert (agreed.claimed, agreed.severity, agreed.agreed) == ("C", "C", "C")
    again = await changes(case, cast.ada, "agreed", "C", contact_id=case.contact_id)
    assert again.version == agreed.version, "agreed already"
    assert {"SeverityAgreed", "SeverityChanged"} <= set(await actions_on(case))
    assert (await changes(case, cast.ada, "claimed", "B")).agreed is None


async def test_to_agree_on_what_is_assessed_moves_no_clock(cast: Cast) -> None:
    case = await a_case(cast.ada)
    agreed = await changes(case, cast.ada, "agreed", "B", contact_id=case.contact_id)
    assert (agreed.agreed, agreed.due_at) == ("B", case.due_at)
    assert "SeverityChanged" not in await actions_on(case)


async def test_the_story_begins_with_what_was_claimed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await changes(case, cast.ada, "claimed", "A")
    await changes(case, cast.ada, "assessed", "C", ground="less_impact")
    there = await as_it_stands(case)
    async with as_person(cast.ada) as db:
        rows = await severity_changes_of(db, there)
    story = story_of(there, rows, {case.contact_id or 0: "Lena Vogt"}, {cast.ada.id: "Ada"})
    assert story.in_words == "assessed, A claimed"
    assert [one.words for one in story.said] == [
        "B claimed at the opening",
        "The customer claims B → A",
        "We assess B → C",
    ]
    assert story.said[0].who == "Lena Vogt" and story.said[2].ground.startswith("The impact is smaller")


async def test_a_by_word_alone_is_said_to_be_that(cast: Cast) -> None:
    customer = await a_customer()
    case = await a_case(cast.ada, customer, claimed="A")
    story = story_of(case, [], {}, {})
    assert story.unbound and story.in_words == "as claimed"
    bound = await a_case(cast.ada, customer, claimed="A", always_contact_id=case.contact_id)
    assert not story_of(bound, [], {case.contact_id or 0: "Lena Vogt"}, {}).unbound


async def test_a_stranger_is_nobody_to_name(cast: Cast) -> None:
    case = await a_case(cast.ada)
    stranger = await a_case(cast.ada, await a_customer(name="Quay Foods"))
    with pytest.raises(NotFound):
        await changes(case, cast.ada, "assessed", "A", always_contact_id=stranger.contact_id)


async def test_auditors_may_not_outsiders_find_nothing_and_closed_is_closed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    with pytest.raises(NotAllowed):
        await changes(case, cast.otto, "claimed", "A")
    with pytest.raises(NotFound):
        await changes(case, cast.cleo, "claimed", "A")
    async with as_person(cast.ada) as db:
        held = await case_for(db, cast.ada, case.ref, lock=True)
        await close_case(db, held, "fixed", "The key was renewed.", by=cast.ada)
    with pytest.raises(Refused, match="Reopen"):
        await changes(case, cast.ada, "claimed", "A")


async def test_the_form_asks_for_what_is_missing_and_keeps_what_was_typed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    told = {"severity": "A", "kind": "assessed", "version": case.version, "seen": "B", "reason": "All shops are down."}
    async with browser_of(cast.ada) as ada:
        missing = await ada.submit(f"/cases/{case.ref}/severity", **told)
        assert missing.status_code == 409 and "All shops are down." in missing.text and "only claimed" in missing.text
        assert "Somebody saved this" not in missing.text, "nobody did: a name is missing"
        named = await ada.submit(f"/cases/{case.ref}/severity", **told, always_contact_id=str(case.contact_id))
        assert named.status_code == 303
        page = (await ada.get(f"/cases/{case.ref}")).text
        assert "We assess B → A" in page and "There at all hours" in page


async def test_programs_agree(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as program:
        told = {
            "kind": "agreed",
            "severity": "C",
            "ground": "mitigated",
            "reason": "It is over.",
            "contact_id": case.contact_id,
        }
        answer = (await program.post(f"/api/cases/{case.ref}/severity", json=told)).json()
    assert (answer["severity"], answer["agreed"]) == ("C", "C")
