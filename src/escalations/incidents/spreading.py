"""What is written on an incident reaches its linked cases: some at a time, each once, however often it is tried."""

from datetime import datetime
from typing import Any

from ..cases.models import Case
from ..platform.db import Scope, Session, transaction
from ..platform.events import announce
from ..platform.jobs import Job, enqueue, job
from ..platform.time import time_at
from .actions.telling import close_the_loop, open_the_loop, tell_case
from .models import Incident, IncidentUpdate
from .queries import incident_with_id, untold_cases, update_with_id

AT_ONCE = 50
SPREAD = "tell_cases_of_incident"


async def spread(db: Session, incident: Incident, update: IncidentUpdate, how: str, at: datetime) -> None:
    """`how` is `update`, `verify` when it is mitigated, `again` when it is active again. The first cases are told now, the rest by
    jobs; `at` is the time of their notes. A word that came too late, because the incident turned meanwhile, is told to nobody."""
    if how != "update" and (how == "again") != (incident.state == "active"):
        return
    cases = await untold_cases(db, incident, update, at_most=AT_ONCE)
    with time_at(at):
        for case in cases:
            await _tell(db, incident, case, update, how)
    if cases:
        announce(db.sync_session.info, incident)
    if len(cases) == AT_ONCE:
        rest = {"boundary": incident.boundary, "incident": incident.id, "update": update.id, "how": how}
        await enqueue(db, [Job(SPREAD, {**rest, "at": at.isoformat()})])


async def _tell(db: Session, incident: Incident, case: Case, update: IncidentUpdate, how: str) -> None:
    if how == "verify":
        await close_the_loop(db, incident, case, update, since=update.at)
    elif how == "again":
        await open_the_loop(db, incident, case, update)
    else:
        await tell_case(db, incident, case, update)


@job(SPREAD)
async def spread_on(payload: dict[str, Any]) -> None:
    async with transaction(Scope.system(payload["boundary"])) as db:
        incident = await incident_with_id(db, payload["incident"])
        update = await update_with_id(db, payload["update"])
        if incident is not None and update is not None:
            await spread(db, incident, update, payload["how"], datetime.fromisoformat(payload["at"]))
