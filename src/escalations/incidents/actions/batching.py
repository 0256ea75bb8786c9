"""Links that turn together: what each was before is kept, so that all of it can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import IncidentLinkRestored
from ..models import CaseIncidentLink, Incident, LinkBatch, LinkChange
from ..queries.batches import changes_of
from .judging import turn

UNDONE = "taken back together with the others of its batch"


@dataclass(frozen=True)
class Was:
    """A link before it turned; as it stands here when there was none."""

    state: str = ""
    at: datetime | None = None
    author_id: int | None = None
    reason: str = ""

    @classmethod
    def of(cls, link: CaseIncidentLink) -> "Was":
        return cls(link.state, link.at, link.author_id, link.reason)


async def begin_batch(
    db: Session, incident: Incident, kind: str, *, by: Actor, other: Incident | None = None, reason: str = ""
) -> LinkBatch:
    batch = LinkBatch(
        boundary=incident.boundary, incident_id=incident.id, other_id=other.id if other else None, kind=kind, reason=reason,
        at=now(), author_id=by.id, author_name=by.name,
    )  # fmt: skip
    db.add(batch)
    await db.flush()
    return batch


async def keep_changes(db: Session, batch: LinkBatch, turned: list[tuple[CaseIncidentLink, Was]]) -> None:
    """After the links turned: their versions are those that the batch leaves."""
    await db.flush()
    db.add_all(
        LinkChange(
            boundary=batch.boundary, batch_id=batch.id, link_id=link.id, was_state=was.state, was_at=was.at, was_author_id=was.author_id,
            was_reason=was.reason, version=link.version,
        )
        for link, was in turned
    )  # fmt: skip
    await db.flush()


async def take_back(db: Session, batch: LinkBatch, *, by: Actor) -> list[str]:
    """Every link of the batch is again what it was. Answers with the cases whose link somebody changed since: those stay."""
    kept = []
    for link, change in await changes_of(db, batch):
        if link.version != change.version:
            kept.append(link.case_ref)
            continue
        was = link.state
        _restore(link, change, by)
        event = IncidentLinkRestored(case=link.case_ref, incident=link.incident_ref, was=was, became=change.was_state)
        await record(db, event, on=link, by=by)
    batch.undone_at, batch.undone_by = now(), by.name
    await db.flush()
    return kept


def _restore(link: CaseIncidentLink, change: LinkChange, by: Actor) -> None:
    if not change.was_state or change.was_at is None:
        turn(link, "ended", by, UNDONE)
        link.ended_at = link.at
        return
    link.state, link.at, link.ended_at = change.was_state, change.was_at, None
    link.author_id, link.reason = change.was_author_id, change.was_reason
