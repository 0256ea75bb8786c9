"""Many links at once, merging and splitting, said by programs."""

from litestar import post
from litestar.params import FromPath, JSONBody

from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import confirm_cases, merge_incident, reject_cases, split_incident, undo_batch, unmerge_incident
from ...forms import ChooseCases, MergeInto, seen_in
from ...queries import incident_for
from ...queries.batches import batch_for
from ..merging import both_locked
from .bodies import Splitting
from .incidents import in_full
from .shapes import BatchRead, KeptRead
from .whole import IncidentInFull


@post("/api/incidents/{ref:str}/batches")
async def post_batch(db: Db, person: Me, ref: Ref, data: JSONBody[ChooseCases]) -> BatchRead | None:
    incident = await incident_for(db, person, ref, lock=True)
    verb = confirm_cases if data.state == "confirmed" else reject_cases
    batch = await verb(db, incident, seen_in(data.link), by=person)
    return BatchRead.model_validate(batch) if batch else None


@post("/api/incidents/{ref:str}/batches/{batch:int}/undoing")
async def post_undoing(db: Db, person: Me, ref: Ref, batch: FromPath[int]) -> KeptRead:
    incident = await incident_for(db, person, ref, lock=True)
    return KeptRead(kept=await undo_batch(db, await batch_for(db, incident, batch), by=person))


@post("/api/incidents/{ref:str}/merging")
async def post_merging(db: Db, person: Me, ref: Ref, data: JSONBody[MergeInto]) -> IncidentInFull:
    """Answers with the incident that has the cases now."""
    incident, into = await both_locked(db, person, ref, data.into)
    await merge_incident(db, incident, into, data.reason, by=person)
    return await in_full(db, into)


@post("/api/incidents/{ref:str}/unmerging")
async def post_unmerging(db: Db, person: Me, ref: Ref) -> KeptRead:
    incident = await incident_for(db, person, ref)
    if incident.merged_into_id is not None:
        incident, _ = await both_locked(db, person, ref, f"I-{incident.merged_into_id}")
    return KeptRead(kept=await unmerge_incident(db, incident, by=person))


@post("/api/incidents/{ref:str}/splits")
async def post_split(db: Db, person: Me, ref: Ref, data: JSONBody[Splitting]) -> IncidentInFull:
    incident = await incident_for(db, person, ref, lock=True)
    return await in_full(db, await split_incident(db, incident, data.account("UTC"), seen_in(data.link), by=person))


HANDLERS = [post_batch, post_undoing, post_merging, post_unmerging, post_split]
