import pytest

from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.incidents.actions import (
    ChangedMeanwhile,
    confirm_all_suggested,
    confirm_cases,
    confirm_link,
    reject_cases,
    reject_link,
    undo_batch,
)
from escalations.incidents.models import CaseIncidentLink, Incident, LinkBatch
from escalations.incidents.queries import impact_of, incident_for, present_link
from escalations.incidents.queries.batches import batch_for, recent_batches
from escalations.incidents.queries.choosing import all_suggested, cases_like
from escalations.platform.db import Session
from escalations.platform.errors import NotAllowed, NotFound, Refused
from escalations.platform.trail import trail_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, browser_of, run_jobs


async def hit_cases(cast: Cast, count: int = 3, **told: object) -> list[Case]:
    return [await a_hit_case(cast.ada, await a_customer(name=f"Customer {n}"), **told) for n in range(count)]


async def suggested(cast: Cast, count: int = 3) -> tuple[Incident, list[Case], dict[int, int]]:
    """An incident, cases suggested for it, and what one who looks at its page sees of them."""
    cases, incident = await hit_cases(cast, count), await an_incident(cast.dora)
    await run_jobs()
    async with as_person(cast.ada) as db:
        return incident, cases, {case.line.id: case.version for case in await all_suggested(db, incident)}


async def state_of(db: Session, case: Case, incident: Incident) -> str:
    link = await present_link(db, case, incident)
    return link.state if link else "none"


async def test_chosen_cases_are_linked_each_with_its_own_event(cast: Cast) -> None:
    incident, cases, seen = await suggested(cast)
    chosen = {case.id: seen[case.id] for case in cases[:2]}
    async with as_person(cast.ada) as db:
        batch = await confirm_cases(db, incident, chosen, by=cast.ada)
        assert batch is not None and (await impact_of(db, incident)).cases == 2
        for case in cases[:2]:
            assert f"linked {case.ref} to incident {incident.ref}" in [
                row.told for row in await trail_of(db, case.subject)
            ]
        assert await state_of(db, cases[2], incident) == "suggested"
        (line,) = await recent_batches(db, incident)
    assert (line.kind, line.author, line.links, line.undone_at) == ("confirmed", "Ada", 2, None)


async def test_the_same_choice_twice_is_one_batch(cast: Cast) -> None:
    incident, _, seen = await suggested(cast)
    async with as_person(cast.ada) as db:
        assert await confirm_cases(db, incident, seen, by=cast.ada) is not None
        assert await confirm_cases(db, incident, seen, by=cast.ada) is None
        assert len(await recent_batches(db, incident)) == 1


async def test_what_changed_meanwhile_is_named_and_nothing_is_done(cast: Cast) -> None:
    incident, cases, seen = await suggested(cast)
    async with as_person(cast.ben) as db:
        await reject_link(db, cases[1], incident, "another share", by=cast.ben)
    with pytest.raises(ChangedMeanwhile, match=f"somebody changed {cases[1].ref} meanwhile") as changed:
        async with as_person(cast.ada) as db:
            await confirm_cases(db, incident, seen, by=cast.ada)
    assert changed.value.cases == [cases[1].id]
    async with as_person(cast.ada) as db:
        assert [await state_of(db, case, incident) for case in cases] == ["suggested", "rejected", "suggested"]


async def test_the_whole_batch_is_taken_back(cast: Cast) -> None:
    incident, cases, seen = await suggested(cast)
    async with as_person(cast.ada) as db:
        before = [vars_of(await present_link(db, case, incident)) for case in cases]
        batch = await reject_cases(db, incident, seen, "another service", by=cast.ada)
        assert batch is not None
        assert [await state_of(db, case, incident) for case in cases] == ["rejected"] * 3
        assert await undo_batch(db, batch, by=cast.ada) == []
        assert await undo_batch(db, batch, by=cast.ada) == []
        assert [vars_of(await present_link(db, case, incident)) for case in cases] == before
        newest = (await trail_of(db, cases[2].subject))[0]
    assert newest.told == f"took it back: {cases[2].ref} is only suggested again for incident {incident.ref}"


def vars_of(link: CaseIncidentLink | None) -> dict[str, object]:
    assert link is not None
    return link.model_dump(exclude={"version"})


async def test_taking_back_leaves_what_somebody_decided_since(cast: Cast) -> None:
    incident, cases, seen = await suggested(cast)
    async with as_person(cast.ada) as db:
        batch = await reject_cases(db, incident, seen, by=cast.ada)
        await confirm_link(db, cases[0], incident, by=cast.ada)
        assert batch is not None and await undo_batch(db, batch, by=cast.ada) == [cases[0].ref]
        assert [await state_of(db, case, incident) for case in cases] == ["confirmed", "suggested", "suggested"]


async def test_linking_all_that_are_suggested_can_be_taken_back_too(cast: Cast) -> None:
    incident, cases, _ = await suggested(cast)
    async with as_person(cast.ada) as db:
        await confirm_all_suggested(db, incident, by=cast.ada)
        (line,) = await recent_batches(db, incident)
        await undo_batch(db, await batch_for(db, incident, line.id), by=cast.ada)
        assert {await state_of(db, case, incident) for case in cases} == {"suggested"}


async def test_all_like_a_linked_case_are_shown_and_linked(cast: Cast) -> None:
    """Cases that the system would not suggest: the incident names another product."""
    incident = await an_incident(cast.dora, products=["blob_storage"])
    first, *others = await hit_cases(cast)
    await a_hit_case(cast.ada, await a_customer(name="Elsewhere"), region="japaneast")
    await a_hit_case(cast.ada, await a_customer(name="Other Thing"), product="blob_storage")
    denied = await a_hit_case(cast.ada, await a_customer(name="Denied"))
    await run_jobs()
    async with as_person(cast.ada) as db:
        await confirm_link(db, first, incident, by=cast.ada)
        await reject_link(db, denied, incident, by=cast.ada)
        like = await cases_like(db, incident, first)
        assert [case.line.id for case in like] == [case.id for case in others]
        batch = await confirm_cases(db, incident, {case.line.id: case.version for case in like}, by=cast.ada)
        assert batch is not None
        assert [await state_of(db, case, incident) for case in others] == ["confirmed", "confirmed"]
        await undo_batch(db, batch, by=cast.ada)
        assert [await state_of(db, case, incident) for case in others] == ["none", "none"]


async def test_nothing_is_like_it_across_a_boundary(cast: Cast) -> None:
    incident = await an_incident(cast.dora, regions=[])
    case = await a_hit_case(cast.ada, region=None)
    twin = await a_hit_case(cast.ada, await a_customer("usgov", "Federal Parks"), region=None)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, incident, by=cast.ada)
        assert await cases_like(db, incident, case) == []
        with pytest.raises(Refused, match="cannot cross boundaries"):
            await confirm_cases(db, incident, {twin.id: 0}, by=cast.ada)
    hidden = await a_hit_case(cast.cleo, await a_customer("germany", "Isar Energie"), region=None)
    async with as_person(cast.ada) as db:
        with pytest.raises(NotFound):
            await confirm_cases(db, incident, {hidden.id: 0}, by=cast.ada)


@pytest.mark.parametrize("who", ["otto", "comm", "pia"])
async def test_who_does_not_work_cases_may_not_choose(cast: Cast, who: str) -> None:
    incident, person = await an_incident(cast.dora), getattr(cast, who)
    async with as_person(person) as db:
        for verb in (confirm_cases, reject_cases):
            with pytest.raises(NotAllowed):
                await verb(db, incident, {}, by=person)
        with pytest.raises(NotAllowed):
            await undo_batch(db, LinkBatch(kind="confirmed"), by=person)


async def test_choosing_without_javascript(cast: Cast) -> None:
    incident, cases, seen = await suggested(cast)
    url = f"/incidents/{incident.ref}/batches"
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        tokens = [f"{case.ref}.{seen[case.id]}" for case in cases]
        shown = (await ada.get(f"/incidents/{incident.ref}")).text
        assert all(f'value="{token}"' in shown for token in tokens)
        asked = await ada.get(f"{url}/new", params={"state": "confirmed", "link": tokens[:2]})
        assert "2 cases of 2 customers" in asked.text and cases[2].ref not in asked.text
        assert "3 cases of 3 customers" in (await ada.get(f"{url}/new")).text
        await ben.submit(f"/incidents/{incident.ref}/cases/{cases[1].ref}/rejection")
        stale = await ada.submit(url, state="confirmed", link=tokens)
        assert stale.status_code == 409 and f"somebody changed {cases[1].ref} meanwhile" in stale.text
        assert f'value="{tokens[0]}" aria-label="Choose {cases[0].ref}" checked' in stale.text
        assert f'aria-label="Choose {cases[1].ref}">' in stale.text and "set aside" in stale.text
        done = await ada.submit(url, state="confirmed", link=[tokens[0], tokens[2]])
        assert done.status_code == 303 and done.headers["location"] == f"/incidents/{incident.ref}"
        assert "linked 2 cases together" in (await ada.get(done.headers["location"])).text
        assert (await ada.submit(f"{url}/1/undoing")).status_code == 303
        assert "took it back" in (await ada.get(f"/incidents/{incident.ref}")).text
        assert (await ada.submit(f"{url}/99/undoing")).status_code == 404
        assert (await ada.submit(url, state="confirmed")).status_code == 422
        assert (await ada.get(f"{url}/new", params={"like": cases[0].ref})).status_code == 200
    async with as_person(cast.ada) as db:
        assert (await impact_of(db, await incident_for(db, cast.ada, incident.ref))).cases == 0
        assert (await case_for(db, cast.ada, cases[0].ref)).is_open
