"""What was suggested, and what suggestions are compared with."""

from collections.abc import Iterable

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, select
from sqlmodel import col

from ...cases.models import Case
from ...platform.db import Session
from ...platform.kept import Kept
from ..models import CaseIncidentLink, Incident


async def suggestions_of(db: Session, case: Case) -> list[tuple[CaseIncidentLink, Incident]]:
    return list(await _SUGGESTIONS.all(db, case_id=case.id))


_SUGGESTIONS: Kept[tuple[CaseIncidentLink, Incident]] = Kept(
    select(CaseIncidentLink, Incident)
    .join(Incident, col(Incident.id) == CaseIncidentLink.incident_id)
    .where(col(CaseIncidentLink.case_id) == bindparam("case_id", type_=BigInteger))
    .where(col(CaseIncidentLink.state) == "suggested")
)


async def suggested_cases(db: Session, incident: Incident) -> list[tuple[CaseIncidentLink, Case]]:
    query = select(CaseIncidentLink, Case).join(Case, col(Case.id) == CaseIncidentLink.case_id)
    rows = await db.execute(
        query.where(col(CaseIncidentLink.incident_id) == incident.id, col(CaseIncidentLink.state) == "suggested")
    )
    return [(link, case) for link, case in rows]


async def linked_titles(db: Session, incidents: Iterable[Incident]) -> dict[int, list[str]]:
    """The titles of the newest confirmed cases of each incident, as far as this transaction may see them."""
    found: dict[int, list[str]] = {incident.id: [] for incident in incidents}
    for incident_id, title in await _TITLES.all(db, incidents=list(found)) if found else ():
        found[incident_id].append(title)
    return found


_TITLES: Kept[tuple[int, str]] = Kept(
    select(col(CaseIncidentLink.incident_id), col(Case.title))
    .join(Case, col(Case.id) == CaseIncidentLink.case_id)
    .where(col(CaseIncidentLink.incident_id) == any_(bindparam("incidents", type_=ARRAY(BigInteger))))
    .where(col(CaseIncidentLink.state) == "confirmed")
    .order_by(col(CaseIncidentLink.id).desc())
    .limit(200)
)
