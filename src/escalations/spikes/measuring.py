"""How good alarms are: of those raised, how many were incidents; how much earlier; and what was missed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from ..incidents.grounds import BEFORE
from .cells import EVERYWHERE
from .models import SpikeAlarm
from .queries.record import Declared

VISIBLE = 3
"""An incident of which fewer cases came before it was declared could not be seen in what came."""


@dataclass(frozen=True)
class Lead:
    """An incident that an alarm was raised for before anybody declared it."""

    incident: Declared
    alarm: SpikeAlarm

    @property
    def time(self) -> timedelta:
        assert self.alarm.alarm_at is not None
        return self.incident.declared_at - self.alarm.alarm_at


@dataclass(frozen=True)
class Record:
    """`undecided` subsided before anybody judged them; they count against the alarm. `unseen` incidents had too few cases."""

    promoted: int
    rejected: int
    undecided: int
    open: int
    leads: Sequence[Lead]
    misses: Sequence[Declared]
    unseen: int

    @property
    def closed(self) -> int:
        return self.promoted + self.rejected + self.undecided

    @property
    def precision(self) -> float | None:
        return self.promoted / self.closed if self.closed else None

    @property
    def lead_time(self) -> timedelta | None:
        return timedelta(seconds=median(lead.time.total_seconds() for lead in self.leads)) if self.leads else None


def measured(alarms: Sequence[SpikeAlarm], incidents: Sequence[Declared]) -> Record:
    by_state = {
        state: sum(alarm.state == state for alarm in alarms) for state in ("promoted", "rejected", "subsided", "open")
    }
    found = {incident.id: first_alarm_before(incident, alarms) for incident in incidents}
    missed = [incident for incident in incidents if found[incident.id] is None]
    return Record(
        promoted=by_state["promoted"], rejected=by_state["rejected"], undecided=by_state["subsided"], open=by_state["open"],
        leads=[Lead(incident, alarm) for incident in incidents if (alarm := found[incident.id])],
        misses=[incident for incident in missed if incident.cases >= VISIBLE],
        unseen=sum(incident.cases < VISIBLE for incident in missed),
    )  # fmt: skip


def first_alarm_before(incident: Declared, alarms: Sequence[SpikeAlarm]) -> SpikeAlarm | None:
    """The alarm that became it, or the first in its families and places between its beginning and its declaration."""
    heard = [alarm for alarm in alarms if alarm.incident_id == incident.id or _tells_of(alarm, incident)]
    return min(heard, key=lambda alarm: (alarm.incident_id != incident.id, alarm.alarm_at), default=None)


def _tells_of(alarm: SpikeAlarm, incident: Declared) -> bool:
    assert alarm.alarm_at is not None
    in_reach = alarm.boundary == incident.boundary and alarm.family in incident.families
    in_place = alarm.place == EVERYWHERE or alarm.place in incident.places
    in_time = incident.started_at - BEFORE <= alarm.alarm_at <= incident.declared_at
    return in_reach and in_place and in_time and alarm.incident_id is None
