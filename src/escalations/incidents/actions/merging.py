"""Two incidents that turn out to be one. What was said of each case goes along; taking it back restores both."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import refuse_merged
from ..events import IncidentGaveBack, IncidentLinkMoved, IncidentMerged, IncidentTookIn, IncidentUnmerged
from ..models import CaseIncidentLink, Incident, LinkBatch
from ..queries.about import incident_with_id
from ..queries.batches import present_links, standing_merge
from .batching import Was, begin_batch, keep_changes, take_back
from .judging import turn
from .listing import listed_by, move_codes, unlist_batch

_WEIGHT = {"suggested": 0, "rejected": 1, "confirmed": 2}
"""What somebody said of a case outweighs what the system only suggests, and a link outweighs a denial."""
Turned = list[tuple[CaseIncidentLink, Was]]


async def merge_incident(db: Session, incident: Incident, into: Incident, reason: str, *, by: Actor) -> LinkBatch:
    """Both are locked by the caller, the one with the smaller id first. Merging again into the same one changes nothing."""
    allow(by, "declare_incidents")
    standing = await standing_merge(db, incident)
    if standing is not None and standing.other_id == into.id:
        return standing
    _refuse_odd_pair(incident, into)
    batch = await begin_batch(db, incident, "merged", by=by, other=into, reason=reason)
    turned = await _carry_over(db, incident, into, by)
    incident.merged_into_id = into.id
    await keep_changes(db, batch, turned)
    await move_codes(db, await listed_by(db, incident), into, batch, by=by)
    moved = sum(was.state == "confirmed" for link, was in turned if link.incident_id == incident.id)
    await record(db, IncidentMerged(into=into.ref, cases=moved, reason=reason), on=incident, by=by)
    await record(db, IncidentTookIn(other=incident.ref, cases=moved), on=into, by=by)
    return batch


async def unmerge_incident(db: Session, incident: Incident, *, by: Actor) -> list[str]:
    """Both are what they were. A link that somebody changed since stays with the other incident; answers with those cases."""
    allow(by, "declare_incidents")
    batch = await standing_merge(db, incident)
    if batch is None or batch.other_id is None:
        return []
    into = await incident_with_id(db, batch.other_id)
    assert into is not None
    refuse_merged(into)
    kept = await take_back(db, batch, by=by)
    incident.merged_into_id = None
    await unlist_batch(db, batch)
    await record(db, IncidentUnmerged(into=into.ref, kept=kept), on=incident, by=by)
    await record(db, IncidentGaveBack(other=incident.ref), on=into, by=by)
    await db.flush()
    return kept


def _refuse_odd_pair(incident: Incident, into: Incident) -> None:
    refuse_merged(incident)
    refuse_merged(into)
    if incident.id == into.id:
        raise Refused(f"{incident.ref} cannot be merged into itself.")
    if incident.boundary != into.boundary:
        raise Refused(
            f"{incident.ref} is in {incident.boundary} and {into.ref} in {into.boundary}. Incidents are not merged across boundaries."
        )


async def _carry_over(db: Session, incident: Incident, into: Incident, by: Actor) -> Turned:
    mine = await present_links(db, incident)
    theirs = {link.case_id: link for link in await present_links(db, into, [link.case_id for link in mine])}
    turned: Turned = []
    for link in mine:
        was = Was.of(link)
        end(link, f"merged into {into.ref}", by)
        turned.append((link, was))
        there = theirs.get(link.case_id)
        if there is None:
            there = follow(link, was, into, "merged")
            db.add(there)
            turned.append((there, Was()))
        elif _WEIGHT[was.state] > _WEIGHT[there.state]:
            turned.append((there, Was.of(there)))
            there.state, there.at, there.author_id, there.reason = was.state, now(), was.author_id, was.reason
        event = IncidentLinkMoved(case=link.case_ref, was=incident.ref, incident=into.ref, state=was.state)
        await record(db, event, on=there, by=by)
    return turned


def end(link: CaseIncidentLink, why: str, by: Actor) -> None:
    turn(link, "ended", by, why)
    link.ended_at = link.at


def follow(link: CaseIncidentLink, was: Was, incident: Incident, method: str) -> CaseIncidentLink:
    """The same said of another incident, by the same person on the same grounds."""
    return CaseIncidentLink(
        boundary=link.boundary, case_id=link.case_id, incident_id=incident.id, state=was.state, method=method, score=link.score,
        evidence=list(link.evidence), at=now(), author_id=was.author_id, reason=was.reason,
    )  # fmt: skip
