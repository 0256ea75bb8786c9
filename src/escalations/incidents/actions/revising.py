"""Correcting what was said of an incident."""

from datetime import datetime
from typing import Any

from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, expect_version
from ...platform.events import Actor, record
from ..accounts import Account, refuse_impossible, refuse_merged
from ..events import IncidentRevised
from ..models import Incident

_TEXTS = ("title", "summary")


async def revise_incident(db: Session, incident: Incident, account: Account, *, version: int, by: Actor) -> None:
    """Raises Stale when somebody saved the incident after `version`."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    current = Account.of(incident)
    changed = [name for name, value in vars(account).items() if value != getattr(current, name)]
    if not changed:
        return
    expect_version(incident, version)
    refuse_impossible(account, incident.boundary)
    if incident.mitigated_at is not None and incident.mitigated_at < account.started_at:
        raise Refused(f"{incident.ref} was mitigated before that. Choose an earlier beginning.")
    for name in changed:
        setattr(incident, name, getattr(account, name))
    codes = [name for name in changed if name not in _TEXTS]
    was, became = ({name: _word(getattr(side, name)) for name in codes} for side in (current, account))
    rewrote = [name for name in changed if name in _TEXTS]
    await record(db, IncidentRevised(was=was, became=became, rewrote=rewrote), on=incident, by=by)
    await db.flush()


def _word(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return ", ".join(value) if isinstance(value, list) else str(value)
