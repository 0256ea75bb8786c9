"""An escalation goes along with the severity of its cases."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor
from ..models import Escalation
from ..queries import hold
from .linking import reassess


async def reassess_escalation(db: Session, escalation: Escalation, severity: str, *, by: Actor) -> None:
    allow(by, "work_cases")
    await hold(db, escalation)
    if escalation.is_open:
        await reassess(db, escalation, severity, by=by)
