from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from escalations.cases.models import Case
from escalations.incidents.actions import (
    ChangedMeanwhile,
    confirm_link,
    list_subscriptions,
    merge_incident,
    mitigate_incident,
    post_update,
    reject_link,
    split_incident,
    unmerge_incident,
)
from escalations.incidents.models import CaseIncidentLink, Incident
from escalations.incidents.queries import impact_of, incident_for, listed_subscriptions, unresolved_incidents
from escalations.incidents.queries.choosing import confirmed_choosable
from escalations.platform.db import Session, nothing_to_record
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_account, an_incident
from tests.support import as_person, as_system, browser_of, run_jobs

SAID = "both are the same front end"


async def two(cast: Cast) -> tuple[Incident, Incident]:
    first = await an_incident(cast.dora)
    return first, await an_incident(cast.dora, title="Blob uploads time out")


async def present(db: Session, *incidents: Incident) -> list[dict[str, Any]]:
    query = select(CaseIncidentLink).where(col(CaseIncidentLink.incident_id).in_([one.id for one in incidents]))
    rows = (await db.exec(query.where(CaseIncidentLink.state != "ended").order_by(col(CaseIncidentLink.id)))).all()
    return [row.model_dump(exclude={"version"}) for row in rows]


async def merge(cast: Cast, incident: Incident, into: Incident) -> None:
    async with as_person(cast.dora) as db:
        mine, theirs = [await incident_for(db, cast.dora, one.ref, lock=True) for one in (incident, into)]
        await merge_incident(db, mine, theirs, SAID, by=cast.dora)


async def unmerge(cast: Cast, incident: Incident) -> list[str]:
    async with as_person(cast.dora) as db:
        return await unmerge_incident(db, await incident_for(db, cast.dora, incident.ref, lock=True), by=cast.dora)


async def test_the_cases_go_along_and_both_keep_their_history(cast: Cast) -> None:
    into, other = await two(cast)
    case = await a_hit_case(cast.ada)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, other, by=cast.ada)
    await merge(cast, other, into)
    await merge(cast, other, into)
    async with as_person(cast.dora) as db:
        (link,) = await present(db, into, other)
        assert (link["incident_id"], link["state"], link["method"], link["author_id"]) == (
            into.id,
            "confirmed",
            "merged",
            cast.ada.id,
        )
        assert [line.ref for line in await unresolved_incidents(db)] == [into.ref]
        told = [row.told for row in await trail_of(db, other.subject)]
        assert told[0] == f"merged it into {into.ref} with 1 case: {SAID}"
        assert f"linked {case.ref} to incident {other.ref}" in told
        assert (await trail_of(db, into.subject))[0].told == f"merged {other.ref} into it with 1 case"
        assert f"moved {case.ref} from incident {other.ref} to incident {into.ref}" in [
            row.told for row in await trail_of(db, case.subject)
        ]


async def test_a_merged_incident_takes_no_word_and_leads_to_the_other(cast: Cast) -> None:
    into, other = await two(cast)
    case = await a_hit_case(cast.ada)
    await merge(cast, other, into)
    async with as_person(cast.dora) as db:
        merged = await incident_for(db, cast.dora, other.ref)
        for verb in (post_update(db, merged, "More.", by=cast.dora), mitigate_incident(db, merged, "Over.", by=cast.dora),
                     confirm_link(db, case, merged, by=cast.dora), merge_incident(db, into, merged, SAID, by=cast.dora)):  # fmt: skip
            with pytest.raises(Refused, match=f"was merged into {into.ref}"):
                await verb
    async with browser_of(cast.ada) as browser:
        led = await browser.get(f"/incidents/{other.ref}")
        assert (led.status_code, led.headers["location"]) == (303, f"/incidents/{into.ref}?merged={other.ref}")
        there = await browser.get(led.headers["location"])
        assert f"{other.ref} leads here now" in there.text and SAID in there.text
        kept = await browser.get(f"/incidents/{other.ref}/history")
        assert other.title in kept.text and f"Merged into {into.ref}" in kept.text and "Mark mitigated" not in kept.text


async def test_what_comes_in_later_is_only_held_against_the_other(cast: Cast) -> None:
    into, other = await two(cast)
    await merge(cast, other, into)
    await a_hit_case(cast.ada)
    await run_jobs()
    async with as_person(cast.ada) as db:
        assert [link["incident_id"] for link in await present(db, into, other)] == [into.id]


async def test_somebodys_word_outweighs_a_suggestion(cast: Cast) -> None:
    into, other = await two(cast)
    linked, denied = await a_hit_case(cast.ada), await a_hit_case(cast.ada, await a_customer(name="Denied"))
    await run_jobs()
    async with as_person(cast.ada) as db:
        await confirm_link(db, linked, other, by=cast.ada)
        await reject_link(db, denied, other, "another share", by=cast.ada)
        await confirm_link(db, denied, into, by=cast.ada)
    await merge(cast, other, into)
    async with as_person(cast.ada) as db:
        found = {link["case_id"]: (link["incident_id"], link["state"]) for link in await present(db, into, other)}
    assert found == {linked.id: (into.id, "confirmed"), denied.id: (into.id, "confirmed")}


async def test_a_link_changed_since_stays_when_the_merging_is_undone(cast: Cast) -> None:
    into, other = await two(cast)
    case = await a_hit_case(cast.ada)
    async with as_person(cast.ada) as db:
        await reject_link(db, case, other, by=cast.ada)
    await merge(cast, other, into)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, await incident_for(db, cast.ada, into.ref), by=cast.ada)
    assert await unmerge(cast, other) == [case.ref]
    assert await unmerge(cast, other) == []
    async with as_person(cast.ada) as db:
        found = {link["incident_id"]: link["state"] for link in await present(db, into, other)}
    assert found == {into.id: "confirmed", other.id: "rejected"}


async def test_a_merging_below_another_is_undone_last(cast: Cast) -> None:
    into, other = await two(cast)
    third = await an_incident(cast.dora, title="Queues are slow")
    await merge(cast, third, other)
    await merge(cast, other, into)
    async with as_person(cast.dora) as db:
        with pytest.raises(Refused, match=f"{other.ref} was merged into"):
            await unmerge_incident(db, await incident_for(db, cast.dora, third.ref), by=cast.dora)
    await unmerge(cast, other)
    await unmerge(cast, third)
    async with as_person(cast.dora) as db:
        assert len(await unresolved_incidents(db)) == 3


async def test_never_across_boundaries_nor_into_itself(cast: Cast) -> None:
    into, elsewhere = await an_incident(cast.dora), await an_incident(cast.dora, "usgov", regions=[])
    async with as_person(cast.dora) as db:
        with pytest.raises(Refused, match="not merged across boundaries"):
            await merge_incident(db, elsewhere, into, SAID, by=cast.dora)
        with pytest.raises(Refused, match="into itself"):
            await merge_incident(db, into, into, SAID, by=cast.dora)


@pytest.mark.parametrize("who", ["ada", "otto"])
async def test_engineers_and_auditors_neither_merge_nor_split(cast: Cast, who: str) -> None:
    (into, other), person = await two(cast), getattr(cast, who)
    async with as_person(person) as db:
        for verb in (merge_incident(db, other, into, SAID, by=person), unmerge_incident(db, other, by=person),
                     split_incident(db, into, an_account(title="Only uploads"), {}, by=person)):  # fmt: skip
            with pytest.raises(NotAllowed):
                await verb


LINKS = st.lists(st.sampled_from(["", "suggested", "confirmed", "rejected"]), min_size=4, max_size=4)
CODES = st.lists(st.sampled_from(["sub-a", "sub-b", "sub-c"]), unique=True, max_size=3)


class Undone(Exception):
    """Ends an example without a trace, so that the next one begins with the same world."""


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(mine=LINKS, theirs=LINKS, my_codes=CODES, their_codes=CODES)
async def test_merging_and_unmerging_is_as_if_nothing_was(
    merging_world: tuple[Cast, Incident, Incident, list[Case]], mine: list[str], theirs: list[str], my_codes: list[str], their_codes: list[str],
) -> None:  # fmt: skip
    cast, into, other, cases = merging_world
    with pytest.raises(Undone):
        async with as_system() as db:
            nothing_to_record(db, "the stage is set before the play")
            db.add_all([*links_of(other, cases, mine), *links_of(into, cases, theirs)])
            for incident, codes in ((other, my_codes), (into, their_codes)):
                await list_subscriptions(db, incident, codes, by=cast.dora)
            await db.flush()
            there = [await db.merge(one) for one in (other, into)]
            before = await whole(db, *there)
            await merge_incident(db, *there, SAID, by=cast.dora)
            assert [row["incident_id"] for row in await present(db, there[0])] == []
            assert await unmerge_incident(db, there[0], by=cast.dora) == []
            assert await whole(db, *there) == before
            raise Undone


@pytest.fixture
async def merging_world(cast: Cast) -> tuple[Cast, Incident, Incident, list[Case]]:
    into, other = await two(cast)
    return cast, into, other, [await a_hit_case(cast.ada, await a_customer(name=f"Customer {n}")) for n in range(4)]


def links_of(incident: Incident, cases: list[Case], states: list[str]) -> list[CaseIncidentLink]:
    return [
        CaseIncidentLink(
            boundary="public", case_id=case.id, incident_id=incident.id, state=state, method="text", score=70 + number, at=now(),
            evidence=[f"ground {number}"], reason="said so" if state == "rejected" else "",
        )
        for number, (case, state) in enumerate(zip(cases, states, strict=True)) if state
    ]  # fmt: skip


async def whole(db: Session, *incidents: Incident) -> object:
    ids = [one.id for one in incidents]
    db.expire_all()
    incidents = tuple([await db.get_one(Incident, one) for one in ids])
    stood = [one.model_dump(exclude={"version"}) for one in incidents]
    lists = [(await listed_subscriptions(db, one)).shown for one in incidents]
    return stood, await present(db, *incidents), lists


async def test_chosen_cases_are_split_off(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    cases = [await a_hit_case(cast.ada, await a_customer(name=f"Customer {n}")) for n in range(2)]
    async with as_person(cast.dora) as db:
        for case in cases:
            await confirm_link(db, case, incident, by=cast.dora)
        seen = {one.line.id: one.version for one in await confirmed_choosable(db, incident)}
        account = an_account(title="Only uploads fail")
        chosen = {cases[0].id: seen[cases[0].id]}
        with pytest.raises(Refused, match="Choose the cases"):
            await split_incident(db, incident, account, {}, by=cast.dora)
        with pytest.raises(ChangedMeanwhile):
            await split_incident(db, incident, account, {cases[0].id: 99}, by=cast.dora)
        other = await split_incident(db, incident, account, chosen, by=cast.dora)
        again = await split_incident(db, incident, account, chosen, by=cast.dora)
        assert other.id == again.id and other.split_from_id == incident.id
        assert [(await impact_of(db, one)).cases for one in (incident, other)] == [1, 1]
        assert f"split 1 case off into {other.ref}" in [row.told for row in await trail_of(db, incident.subject)]
        assert (await trail_of(db, cases[0].subject))[
            0
        ].told == f"moved {cases[0].ref} from incident {incident.ref} to incident {other.ref}"
    await merge(cast, other, incident)
    async with as_person(cast.dora) as db:
        assert (await impact_of(db, incident)).cases == 2


async def test_merging_and_splitting_without_javascript(cast: Cast) -> None:
    into, other = await two(cast)
    case = await a_hit_case(cast.ada)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, other, by=cast.ada)
    async with browser_of(cast.dora) as browser:
        typed = await browser.submit(f"/incidents/{other.ref}/merging", into="I-99", reason=SAID)
        assert typed.status_code == 422 and SAID in typed.text and "no incident I-99" in typed.text
        done = await browser.submit(f"/incidents/{other.ref}/merging", into=into.ref, reason=SAID)
        assert done.headers["location"] == f"/incidents/{into.ref}?merged={other.ref}"
        back = await browser.submit(f"/incidents/{other.ref}/unmerging")
        assert back.headers["location"] == f"/incidents/{other.ref}"
        assert case.ref in (await browser.get(f"/incidents/{other.ref}/split")).text
        async with as_person(cast.dora) as db:
            (seen,) = await confirmed_choosable(db, other)
        new = {
            "title": "Only uploads fail",
            "summary": "Uploads, not mounts.",
            "severity": "B",
            "families": ["storage"],
        }
        new["started_at"] = f"{other.started_at:%Y-%m-%dT%H:%M}"
        nothing = await browser.submit(f"/incidents/{other.ref}/splits", **new)
        assert nothing.status_code == 409 and "Only uploads fail" in nothing.text
        split = await browser.submit(f"/incidents/{other.ref}/splits", link=seen.token, **new)
        assert split.status_code == 303
        assert case.title in (await browser.get(split.headers["location"])).text
