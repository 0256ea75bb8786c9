"""What others say of an incident is found under it, in their own words."""

from sqlalchemy.dialects.postgresql import insert

from ...platform.db import Session
from ...platform.search import refresh_document
from ..models import Incident, IncidentOutsideWords
from ..search import KIND, incident_document

LONGEST = 40_000


async def keep_outside_words(db: Session, incident: Incident, source: str, text: str) -> None:
    """In place of what this source said before. They are no words of ours: nobody is told of them, no update comes of them."""
    row = {"boundary": incident.boundary, "incident_id": incident.id, "source": source, "text": text[:LONGEST]}
    written = insert(IncidentOutsideWords).values(row)
    changed = written.on_conflict_do_update(index_elements=["incident_id", "source"], set_={"text": row["text"]})
    await db.execute(changed)
    await refresh_document(db, KIND, incident.id, incident_document)
