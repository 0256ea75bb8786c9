"""Many cases at once: linked or set aside together, each recorded on its own, and all of it taken back together."""

from collections.abc import Mapping

from ...cases.models import Case
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import NotFound, Refused
from ...platform.events import Actor, record
from ..accounts import refuse_merged
from ..counted import counted
from ..events import IncidentBatchUndone, IncidentLinkConfirmed, IncidentLinkRejected
from ..models import CaseIncidentLink, Incident, LinkBatch
from ..queries.batches import cases_among, present_links
from .batching import Was, begin_batch, keep_changes, take_back
from .judging import turn
from .likening import likenesses, link_of

MOST = 500


class ChangedMeanwhile(Refused):
    """Nothing was done. `cases` are the ids of those whose link is not what the person saw."""

    def __init__(self, cases: list[int]) -> None:
        named = ", ".join(f"C-{case_id}" for case_id in cases)
        super().__init__(
            f"Nothing was done, because somebody changed {named} meanwhile. Look again, then choose the rest."
        )
        self.cases = cases


async def confirm_cases(db: Session, incident: Incident, chosen: Mapping[int, int], *, by: Actor) -> LinkBatch | None:
    """`chosen` are ids of cases with the version of the link that the person saw, 0 for none. None when all are linked already."""
    return await _turn_cases(db, incident, chosen, "confirmed", by=by)


async def reject_cases(
    db: Session, incident: Incident, chosen: Mapping[int, int], reason: str = "", *, by: Actor
) -> LinkBatch | None:
    return await _turn_cases(db, incident, chosen, "rejected", reason, by=by)


async def undo_batch(db: Session, batch: LinkBatch, *, by: Actor) -> list[str]:
    """Answers with the cases that stay because somebody changed their link since."""
    allow(by, "work_cases")
    if batch.kind not in ("confirmed", "rejected"):
        raise Refused("A merging is undone on the incident that was merged; a split by merging the two.")
    if batch.undone_at is not None:
        return []
    kept = await take_back(db, batch, by=by)
    await record(db, IncidentBatchUndone(kept=kept), on=batch, by=by)
    return kept


async def _turn_cases(
    db: Session, incident: Incident, chosen: Mapping[int, int], state: str, reason: str = "", *, by: Actor
) -> LinkBatch | None:
    allow(by, "work_cases")
    refuse_merged(incident)
    if len(chosen) > MOST:
        raise Refused(f"That is more than {counted(MOST, 'case')} at once. Choose fewer.")
    links = {link.case_id: link for link in await present_links(db, incident, chosen)}
    there = {case_id for case_id, link in links.items() if link.state == state}
    wanted = {case_id: seen for case_id, seen in chosen.items() if case_id not in there}
    changed = [case_id for case_id, seen in wanted.items() if _version(links.get(case_id)) != seen]
    if changed:
        raise ChangedMeanwhile(sorted(changed))
    if not wanted:
        return None
    new = await _new_links(db, incident, [case_id for case_id in wanted if case_id not in links])
    batch = await begin_batch(db, incident, state, by=by, reason=reason)
    turned = [(link, Was.of(link)) for case_id, link in links.items() if case_id in wanted]
    turned += [(link, Was()) for link in new]
    for link, _ in turned:
        turn(link, state, by, reason)
        db.add(link)
        await record(db, _event(link, incident, state, reason), on=link, by=by)
    await keep_changes(db, batch, turned)
    return batch


def _version(link: CaseIncidentLink | None) -> int:
    return link.version if link else 0


def _event(
    link: CaseIncidentLink, incident: Incident, state: str, reason: str
) -> IncidentLinkConfirmed | IncidentLinkRejected:
    if state == "confirmed":
        return IncidentLinkConfirmed(case=link.case_ref, incident=incident.ref)
    return IncidentLinkRejected(case=link.case_ref, incident=incident.ref, reason=reason)


async def _new_links(db: Session, incident: Incident, case_ids: list[int]) -> list[CaseIncidentLink]:
    cases = await cases_among(db, case_ids) if case_ids else []
    if len(cases) < len(case_ids):
        missing = sorted({*case_ids} - {case.id for case in cases})
        raise NotFound(f"There is no case C-{missing[0]}, or it is not yours to see.")
    _refuse_crossing(incident, cases)
    found = await likenesses(db, incident, cases)
    return [link_of(case, incident, found[case.id]) for case in cases]


def _refuse_crossing(incident: Incident, cases: list[Case]) -> None:
    for case in cases:
        if case.boundary != incident.boundary:
            raise Refused(
                f"{case.ref} is in {case.boundary} and {incident.ref} in {incident.boundary}. A link cannot cross boundaries."
            )
