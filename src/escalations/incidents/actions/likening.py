"""How like a case and an incident are, by what is stored of both."""

from ...cases.models import Case
from ...platform.db import Session
from ..facts import CaseFacts, IncidentFacts
from ..matching import Match, match
from ..models import Incident
from ..queries import linked_titles, unsettled_incidents


async def incidents_like(db: Session, case: Case) -> list[tuple[Incident, Match]]:
    """The likeliest first, without those on which somebody has spoken."""
    incidents = await unsettled_incidents(db, case)
    titles, facts = await linked_titles(db, incidents), facts_of_case(case)
    found = [(incident, match(facts, facts_of_incident(incident), titles[incident.id])) for incident in incidents]
    return sorted([(incident, like) for incident, like in found if like], key=lambda pair: -pair[1].score)


async def likeness(db: Session, case: Case, incident: Incident) -> Match | None:
    titles = await linked_titles(db, [incident])
    return match(facts_of_case(case), facts_of_incident(incident), titles[incident.id])


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
