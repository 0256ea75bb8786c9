from dataclasses import replace
from datetime import timedelta

import asyncpg
from sqlalchemy.dialects import postgresql
from sqlmodel import col, select

from escalations.cases.actions import Facts, close_case, correct_facts
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.incidents.actions import Account, confirm_link, mitigate_incident, revise_incident
from escalations.incidents.models import CaseIncidentLink, Incident
from escalations.incidents.queries import cases_in_reach, incident_for
from escalations.platform.time import now
from escalations.platform.trail import trail_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, run_jobs


async def links(cast: Cast) -> list[tuple[str, str]]:
    async with as_person(cast.ada) as db:
        rows = (await db.exec(select(CaseIncidentLink).order_by(col(CaseIncidentLink.id)))).all()
        return [(row.case_ref, row.state) for row in rows]


async def correct(cast: Cast, case: Case, **facts: object) -> None:
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, case.ref, lock=True)
        seen = Facts.of(there)
        await correct_facts(db, there, seen, replace(seen, **facts), by=cast.ada)  # type: ignore[arg-type]
    await run_jobs()


async def revise(cast: Cast, incident: Incident, **told: object) -> None:
    async with as_person(cast.dora) as db:
        there = await incident_for(db, cast.dora, incident.ref, lock=True)
        await revise_incident(db, there, replace(Account.of(there), **told), version=there.version, by=cast.dora)  # type: ignore[arg-type]
    await run_jobs()


async def test_a_new_case_is_held_against_the_incident_with_its_evidence(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_hit_case(cast.ada)
    await run_jobs()
    async with as_person(cast.ada) as db:
        (link,) = (await db.exec(select(CaseIncidentLink))).all()
        told = [row.told for row in await trail_of(db, case.subject)]
    assert (link.case_id, link.incident_id, link.state, link.author_id) == (case.id, incident.id, "suggested", None)
    assert link.evidence[:3] == [
        "product Azure Files",
        "region West Europe",
        "problem started 12 min after the incident",
    ]
    assert f"suggested that {case.ref} comes of incident {incident.ref} ({link.score} of 100)" in told


async def test_a_new_incident_looks_through_the_open_cases(cast: Cast) -> None:
    hit = [await a_hit_case(cast.ada, await a_customer(name=f"Customer {n}")) for n in range(2)]
    closed = await a_hit_case(cast.ada, await a_customer(name="Done Already"))
    async with as_person(cast.ada) as db:
        there = await case_for(db, cast.ada, closed.ref, lock=True)
        await close_case(db, there, "fixed", "It worked again by itself.", by=cast.ada)
    await a_hit_case(cast.ada, await a_customer(name="Elsewhere"), region="japaneast")
    await a_hit_case(cast.ada, await a_customer(name="Before"), problem_started_at=now() - timedelta(days=3))
    await a_hit_case(cast.ada, await a_customer(name="Other Thing"), family="networking", product="vpn_gateway")
    await run_jobs()
    await an_incident(cast.dora)
    await run_jobs()
    assert sorted(await links(cast)) == [(case.ref, "suggested") for case in hit]


async def test_running_the_reactions_again_suggests_nothing_twice(cast: Cast, admin: asyncpg.Connection) -> None:
    await an_incident(cast.dora)
    await a_hit_case(cast.ada)
    await run_jobs()
    await admin.execute("DELETE FROM reaction_done")
    await admin.execute(
        """INSERT INTO pgqueuer (priority, status, entrypoint, payload) SELECT 0, 'queued', 'react',
        convert_to(json_build_object('event', id, 'boundary', boundary, 'reaction', CASE action
          WHEN 'CaseOpened' THEN 'incidents.reactions.look_for_incidents' ELSE 'incidents.reactions.look_for_cases' END)::text, 'UTF8')
        FROM event WHERE action IN ('CaseOpened', 'IncidentDeclared')"""
    )
    assert await run_jobs() == 2
    assert len(await links(cast)) == 1


async def test_corrected_facts_bring_a_suggestion_and_take_it_back(cast: Cast) -> None:
    await an_incident(cast.dora)
    case = await a_hit_case(cast.ada, region="japaneast")
    await run_jobs()
    assert await links(cast) == []
    await correct(cast, case, region="westeurope")
    assert await links(cast) == [(case.ref, "suggested")]
    await correct(cast, case, region="japaneast")
    assert await links(cast) == [(case.ref, "ended")]
    await correct(cast, case, region="westeurope")
    assert await links(cast) == [(case.ref, "ended"), (case.ref, "suggested")]


async def test_a_corrected_reach_does_the_same(cast: Cast) -> None:
    case = await a_hit_case(cast.ada, region="northeurope")
    incident = await an_incident(cast.dora)
    await run_jobs()
    assert await links(cast) == []
    await revise(cast, incident, regions=["westeurope", "northeurope"])
    assert await links(cast) == [(case.ref, "suggested")]
    await revise(cast, incident, regions=["westeurope"])
    assert await links(cast) == [(case.ref, "ended")]


async def test_what_a_person_linked_is_never_taken_back(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, incident, by=cast.ada)
    await revise(cast, incident, regions=["japaneast"])
    assert await links(cast) == [(case.ref, "confirmed")]


async def test_words_of_linked_cases_bring_similar_ones(cast: Cast) -> None:
    incident = await an_incident(cast.dora, products=[], families=["storage"], regions=[])
    known = await a_hit_case(
        cast.ada, await a_customer(name="First"), title="Nightly ledger export stalls", product=None
    )
    async with as_person(cast.ada) as db:
        await confirm_link(db, known, incident, by=cast.ada)
    like = await a_hit_case(
        cast.ada,
        await a_customer(name="Second"),
        title="Export of the ledger stalls every night",
        description="Since noon.",
        product=None,
    )
    await run_jobs()
    async with as_person(cast.ada) as db:
        (link,) = (await db.exec(select(CaseIncidentLink).where(CaseIncidentLink.case_id == like.id))).all()
    assert (link.state, link.method) == ("suggested", "text")
    assert link.evidence[-1].startswith("words of a linked case: ")


async def test_a_case_that_comes_late_is_still_suggested(cast: Cast) -> None:
    incident = await an_incident(cast.dora, started_at=now() - timedelta(hours=6))
    async with as_person(cast.dora) as db:
        there = await incident_for(db, cast.dora, incident.ref, lock=True)
        await mitigate_incident(db, there, "Rolled back.", at=now() - timedelta(hours=3), by=cast.dora)
    inside = await a_hit_case(cast.ada, problem_started_at=now() - timedelta(hours=4))
    await a_hit_case(cast.ada, await a_customer(name="Too Late"), problem_started_at=now() - timedelta(minutes=30))
    await run_jobs()
    assert await links(cast) == [(inside.ref, "suggested")]


async def test_two_same_texts_in_two_boundaries_never_surface_each_other(cast: Cast) -> None:
    await an_incident(cast.dora, regions=[])
    await a_hit_case(cast.ada, await a_customer("usgov", "Federal Parks"), region=None)
    await a_hit_case(cast.cleo, await a_customer("germany", "Isar Energie"), region=None)
    await run_jobs()
    assert await links(cast) == []
    await an_incident(cast.dora, "germany", regions=[])
    await run_jobs()
    async with as_person(cast.dora) as db:
        (link,) = (await db.exec(select(CaseIncidentLink))).all()
    assert link.boundary == "germany"
    assert await links(cast) == []


MANY = """INSERT INTO support_case (version, boundary, title, description, customer_id, family, region, resources, error_codes, language, channel,
  claimed, severity, around_the_clock, turn, queue, opened_at, queued_at, transfers, alerts, absorbed, changed_at)
SELECT 1, boundary, title, description, customer_id, (ARRAY['networking', 'databases', 'kubernetes', 'storage'])[1 + n % 4],
  (ARRAY['westeurope', 'northeurope', 'japaneast', 'eastus', 'westus'])[1 + n % 5], '{}', '{}', 'en', 'web', 'B', 'B', false, 'us', 'storage', opened_at, opened_at, 0, 0, 0, opened_at
FROM support_case, generate_series(1, 4000) n"""


async def test_the_search_for_cases_uses_the_index_on_family_and_region(cast: Cast, admin: asyncpg.Connection) -> None:
    incident = await an_incident(cast.dora)
    await a_hit_case(cast.ada)
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    statement = cases_in_reach(incident).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    transaction = admin.transaction()
    await transaction.start()
    try:
        await admin.execute(MANY)
        await admin.execute("ANALYZE support_case")
        await admin.execute("SET LOCAL ROLE escalations_app")
        await admin.execute("SELECT set_config('app.boundaries', 'public', true)")
        plan = "\n".join(row[0] for row in await admin.fetch(f"EXPLAIN {statement}"))
    finally:
        await transaction.rollback()
    assert "ix_case_open_family" in plan
