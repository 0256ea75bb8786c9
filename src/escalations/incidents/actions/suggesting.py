"""Links that the system proposes: from a case to incidents, and from an incident to cases."""

from sqlalchemy.dialects.postgresql import insert

from ...cases.models import Case
from ...platform.db import Session
from ...platform.events import SYSTEM, record
from ...platform.time import now
from ..events import IncidentLinkEnded, IncidentLinkSuggested
from ..matching import CaseFacts, IncidentFacts, Match, match
from ..models import CaseIncidentLink, Incident
from ..queries import linked_titles, suggested_cases, suggestions_of, unsettled_cases, unsettled_incidents

NO_LONGER = "what is known has changed and no longer speaks for it"


async def suggest_incidents(db: Session, case: Case) -> int:
    """For a case that is new or whose facts were corrected: drop what no longer fits, then propose what does."""
    await _drop_unlike(db, [(link, case, incident) for link, incident in await suggestions_of(db, case)])
    strong = [(incident, found) for incident, found in await incidents_like(db, case) if found.is_strong]
    return sum([await _suggest(db, incident, {case.id: found}) for incident, found in strong])


async def suggest_cases(db: Session, incident: Incident) -> int:
    """For an incident that is new or whose reach was corrected, over all open cases of its families and time."""
    await _drop_unlike(db, [(link, case, incident) for link, case in await suggested_cases(db, incident)])
    facts, titles = facts_of_incident(incident), (await linked_titles(db, [incident]))[incident.id]
    found = {case_id: match(case_facts, facts, titles) for case_id, case_facts in await unsettled_cases(db, incident)}
    return await _suggest(db, incident, {case_id: like for case_id, like in found.items() if like and like.is_strong})


async def incidents_like(db: Session, case: Case) -> list[tuple[Incident, Match]]:
    """The likeliest first, without those on which somebody has spoken."""
    incidents = await unsettled_incidents(db, case)
    titles, facts = await linked_titles(db, incidents), facts_of_case(case)
    found = [(incident, match(facts, facts_of_incident(incident), titles[incident.id])) for incident in incidents]
    return sorted([(incident, like) for incident, like in found if like], key=lambda pair: -pair[1].score)


async def likeness(db: Session, case: Case, incident: Incident) -> Match | None:
    titles = await linked_titles(db, [incident])
    return match(facts_of_case(case), facts_of_incident(incident), titles[incident.id])


async def _suggest(db: Session, incident: Incident, found: dict[int, Match]) -> int:
    """One statement for all of them. A pair that somebody linked meanwhile stays as it is."""
    if not found:
        return 0
    shared = {
        "boundary": incident.boundary,
        "incident_id": incident.id,
        "state": "suggested",
        "at": now(),
        "version": 1,
        "reason": "",
    }
    rows = [
        {**shared, "case_id": case_id, "method": like.method, "score": like.score, "evidence": list(like.evidence)}
        for case_id, like in found.items()
    ]
    stored = await db.scalars(
        insert(CaseIncidentLink).values(rows).on_conflict_do_nothing().returning(CaseIncidentLink)
    )
    links = stored.all()
    for link in links:
        event = IncidentLinkSuggested(case=link.case_ref, incident=incident.ref, score=link.score)
        await record(db, event, on=link, by=SYSTEM)
    return len(links)


async def _drop_unlike(db: Session, suggested: list[tuple[CaseIncidentLink, Case, Incident]]) -> None:
    titles = await linked_titles(db, [incident for _, _, incident in suggested])
    for link, case, incident in suggested:
        found = match(facts_of_case(case), facts_of_incident(incident), titles[incident.id])
        if found is None or not found.is_strong:
            link.state, link.at, link.ended_at, link.reason = "ended", now(), now(), NO_LONGER
            event = IncidentLinkEnded(case=case.ref, incident=incident.ref, was="suggested", reason=NO_LONGER)
            await record(db, event, on=link, by=SYSTEM)
    await db.flush()


def facts_of_case(case: Case) -> CaseFacts:
    return CaseFacts(
        boundary=case.boundary, family=case.family, product=case.product, region=case.region, opened_at=case.opened_at,
        problem_started_at=case.problem_started_at, text=f"{case.title}\n{case.description}",
    )  # fmt: skip


def facts_of_incident(incident: Incident) -> IncidentFacts:
    return IncidentFacts(
        boundary=incident.boundary, families=tuple(incident.families), products=tuple(incident.products), regions=tuple(incident.regions),
        started_at=incident.started_at, mitigated_at=incident.mitigated_at, text=f"{incident.title}\n{incident.summary}",
    )  # fmt: skip
