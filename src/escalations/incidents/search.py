"""What of an incident can be found by searching: its title, its summary, its updates, its root cause, what others say of it."""

from ..platform.db import Session
from ..platform.events import Recorded, on
from ..platform.search import Document, documents_of, facts_of, refresh_document
from .events import (
    IncidentDeclared,
    IncidentMerged,
    IncidentMitigated,
    IncidentReactivated,
    IncidentResolved,
    IncidentRevised,
    IncidentSplit,
    IncidentUnmerged,
    IncidentUpdatePosted,
)
from .models import Incident
from .queries import incident_with_id, outside_words_of, updates_of

KIND = "incident"


@on(
    IncidentDeclared, IncidentRevised, IncidentUpdatePosted, IncidentMitigated, IncidentResolved, IncidentReactivated,
    IncidentMerged, IncidentUnmerged, IncidentSplit, once_for="subject",
)  # fmt: skip
async def index_incident(db: Session, fact: Recorded[IncidentDeclared]) -> None:
    await refresh_document(db, KIND, int(fact.subject.partition("/")[2]), incident_document)


@documents_of(KIND)
async def incident_document(db: Session, incident_id: int) -> Document | None:
    incident = await incident_with_id(db, incident_id)
    if incident is None:
        return None
    told = [update.text for update in await updates_of(db, incident)]
    return Document(
        kind=KIND, object_id=incident.id, boundary=incident.boundary, title=incident.title, body="\n\n".join([incident.summary, *told, *await outside_words_of(db, incident)]),
        family=incident.families[0] if incident.families else "", tags=(*incident.products, *incident.regions),
        facts=incident_facts(incident),
    )  # fmt: skip


def incident_facts(incident: Incident) -> tuple[str, ...]:
    return (
        *facts_of("family", incident.families), *facts_of("product", incident.products), *facts_of("region", incident.regions),
        *facts_of("sev", [incident.severity]), *facts_of("state", [incident.state]),
        *facts_of("is", ["closed" if incident.state == "resolved" else "open"]),
    )  # fmt: skip
