"""How like a case and an incident are, by what is stored of both."""

from collections.abc import Sequence

from ...cases.models import Case
from ...platform.db import Session
from ...platform.time import now
from ..facts import CaseFacts, IncidentFacts
from ..matching import Match, match
from ..models import CaseIncidentLink, Incident
from ..queries import linked_titles, listings, unsettled_incidents


async def incidents_like(db: Session, case: Case) -> list[tuple[Incident, Match]]:
    """The likeliest first, without those on which somebody has spoken."""
    incidents = await unsettled_incidents(db, case)
    titles, facts = await linked_titles(db, incidents), facts_of_case(case)
    listed = await listings(db, [incident.id for incident in incidents], [case.id])
    found = [
        (
            incident,
            match(facts, facts_of_incident(incident), titles[incident.id], listed=listed.get((incident.id, case.id))),
        )
        for incident in incidents
    ]
    return sorted([(incident, like) for incident, like in found if like], key=lambda pair: -pair[1].score)


async def likeness(db: Session, case: Case, incident: Incident) -> Match | None:
    return (await likenesses(db, incident, [case]))[case.id]


async def likenesses(db: Session, incident: Incident, cases: Sequence[Case]) -> dict[int, Match | None]:
    """By the ids of the cases, with the same statements however many they are."""
    titles = (await linked_titles(db, [incident]))[incident.id]
    listed = await listings(db, [incident.id], [case.id for case in cases])
    facts = facts_of_incident(incident)
    return {
        case.id: match(facts_of_case(case), facts, titles, listed=listed.get((incident.id, case.id))) for case in cases
    }


def link_of(case: Case, incident: Incident, found: Match | None) -> CaseIncidentLink:
    """A new one with whatever evidence there is for it, made by hand."""
    return CaseIncidentLink(
        boundary=case.boundary, case_id=case.id, incident_id=incident.id, state="suggested", method="manual", at=now(),
        score=found.score if found else 0, evidence=list(found.evidence) if found else [],
    )  # fmt: skip


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
