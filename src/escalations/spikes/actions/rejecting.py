"""A spike is no incident."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import SpikeRejected
from ..models import SpikeAlarm
from .deciding import decided_by


async def reject_alarm(db: Session, alarm: SpikeAlarm, kind: str, reason: str, *, by: Actor) -> None:
    """The same again changes nothing. The caller has locked the alarm."""
    allow(by, "declare_incidents")
    if alarm.state == "rejected" and (alarm.kind, alarm.reason) == (kind, reason):
        return
    if not alarm.is_undecided:
        raise Refused(await decided_by(db, alarm))
    alarm.state, alarm.kind, alarm.reason = "rejected", kind, reason
    alarm.decided_by, alarm.closed_at = by.id, now()
    await record(db, SpikeRejected(kind=kind, reason=reason), on=alarm, by=by)
    await db.flush()
