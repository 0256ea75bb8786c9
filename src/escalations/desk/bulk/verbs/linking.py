"""Many cases come of one incident."""

from typing import Any

from pydantic import BaseModel, Field

from ....cases.models import Case
from ....incidents.actions import confirm_cases, undo_batch
from ....incidents.queries import incident_for
from ....incidents.queries.batches import batch_for, present_links
from ....people.models import Person
from ....platform.db import Session
from ....platform.errors import Refused
from .action import Action, Effect


class LinkForm(BaseModel):
    incident: str = Field(min_length=3, max_length=30)


async def _link(db: Session, case: Case, asked: LinkForm, by: Person) -> Effect | None:
    incident = await incident_for(db, by, asked.incident.strip().upper(), lock=True)
    there = await present_links(db, incident, [case.id])
    batch = await confirm_cases(db, incident, {case.id: there[0].version if there else 0}, by=by)
    if batch is None:
        return None
    return Effect(f"linked to {incident.ref}", {"incident": incident.ref, "batch": batch.id})


async def _undo(db: Session, case: Case, before: dict[str, Any], by: Person, _why: str) -> None:
    incident = await incident_for(db, by, before["incident"], lock=True)
    batch = await batch_for(db, incident, before["batch"])
    if batch.undone_at is not None or await undo_batch(db, batch, by=by):
        raise Refused(f"Its link to {incident.ref} has changed since.")


LINK = Action("link", "Link incident", "Link to an incident", "linked", "i", "flame", LinkForm, _link, _undo)
