"""One incident that turns out to be two: chosen cases go to a new one."""

from collections.abc import Mapping

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import Account, refuse_impossible, refuse_merged
from ..events import IncidentDeclared, IncidentLinkMoved, IncidentSplit
from ..models import CaseIncidentLink, Incident
from ..queries import same_incident
from ..queries.batches import present_links
from .batching import Was, begin_batch, keep_changes
from .linking_many import ChangedMeanwhile
from .merging import Turned, end, follow


async def split_incident(
    db: Session, incident: Incident, account: Account, chosen: Mapping[int, int], *, by: Actor
) -> Incident:
    """`chosen` are ids of linked cases with the version of the link that the person saw. The same again answers with what is there."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    refuse_impossible(account, incident.boundary)
    existing = await same_incident(db, incident.boundary, account.title, account.started_at)
    if existing is not None and existing.split_from_id == incident.id:
        return existing
    if existing is not None:
        raise Refused(f"{existing.ref} has this title and beginning already. Give the new one a title of its own.")
    links = await _chosen_links(db, incident, chosen)
    other = Incident(
        boundary=incident.boundary, declared_at=now(), declared_by=by.id, split_from_id=incident.id, **vars(account)
    )
    db.add(other)
    await db.flush()
    await record(db, IncidentDeclared(severity=other.severity), on=other, by=by)
    batch = await begin_batch(db, incident, "split", by=by, other=other)
    turned: Turned = []
    for link in links:
        was = Was.of(link)
        end(link, f"split off into {other.ref}", by)
        new = follow(link, was, other, "split")
        db.add(new)
        turned += [(link, was), (new, Was())]
        event = IncidentLinkMoved(case=link.case_ref, was=incident.ref, incident=other.ref, state=was.state)
        await record(db, event, on=new, by=by)
    await keep_changes(db, batch, turned)
    await record(db, IncidentSplit(other=other.ref, cases=len(links)), on=incident, by=by)
    return other


async def _chosen_links(db: Session, incident: Incident, chosen: Mapping[int, int]) -> list[CaseIncidentLink]:
    if not chosen:
        raise Refused("Choose the cases that belong to the new incident.")
    links = {link.case_id: link for link in await present_links(db, incident, chosen) if link.state == "confirmed"}
    changed = [case_id for case_id, seen in chosen.items() if case_id not in links or links[case_id].version != seen]
    if changed:
        raise ChangedMeanwhile(sorted(changed))
    return list(links.values())
