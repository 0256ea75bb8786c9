"""A spike is an incident: declared with what is known, and with the cases that gave it away."""

from collections.abc import Iterable

from ...cases.models import Case
from ...incidents.accounts import Account
from ...incidents.actions import declare_incident
from ...incidents.actions.linking import attach
from ...incidents.models import Incident
from ...incidents.queries import incident_with_id
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import SpikePromoted
from ..models import SpikeAlarm
from ..queries import members_to_link
from .deciding import decided_by


async def promote_alarm(
    db: Session, alarm: SpikeAlarm, account: Account, cases: Iterable[int], *, by: Actor
) -> Incident:
    """The same again answers with the incident that was declared. `cases` are those that come of it, by number: they are
    linked at once, whatever else fits is suggested as with every incident. The caller has locked the alarm."""
    allow(by, "declare_incidents")
    if alarm.state == "promoted" and alarm.incident_id is not None:
        promoted = await incident_with_id(db, alarm.incident_id)
        assert promoted is not None, "incidents are never deleted"
        return promoted
    if not alarm.is_undecided:
        raise Refused(await decided_by(db, alarm))
    members = await _members(db, alarm, set(cases))
    incident = await declare_incident(db, alarm.boundary, account, by=by)
    for case in members:
        await attach(db, case, incident, by=by)
    alarm.state, alarm.incident_id, alarm.decided_by, alarm.closed_at = "promoted", incident.id, by.id, now()
    await record(
        db, SpikePromoted(incident=incident.ref, cases=len(members)), on=alarm, by=by, topics=(incident.subject,)
    )
    await db.flush()
    return incident


async def _members(db: Session, alarm: SpikeAlarm, wanted: set[int]) -> list[Case]:
    """Locked in the order of their numbers. Only cases of the spike can be linked with it."""
    members = await members_to_link(db, alarm, wanted)
    foreign = wanted - {case.id for case in members}
    if foreign:
        named = ", ".join(f"C-{number}" for number in sorted(foreign))
        raise Refused(f"{named} did not come in this spike. Link other cases on the incident's own page.")
    return members
