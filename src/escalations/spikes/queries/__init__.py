"""Every SELECT about spikes: `arrivals` and the `past` they are held against, `alarms`, their `members`, how good they `were`."""

from .alarms import (
    PAGE,
    alarm_for,
    alarm_of_incident,
    alarms_decided_since,
    alarms_nobody_knows,
    alarms_seen_since,
    closed_alarms,
    open_alarms,
)
from .arrivals import Arrival, arrivals, customers_since
from .members import Known, known_members, members, members_to_link
from .past import Past, past_of
from .record import Declared, declared_since, raised_since

__all__ = [
    "PAGE",
    "Arrival",
    "Declared",
    "Known",
    "Past",
    "alarm_for",
    "alarm_of_incident",
    "alarms_decided_since",
    "alarms_nobody_knows",
    "alarms_seen_since",
    "arrivals",
    "closed_alarms",
    "customers_since",
    "declared_since",
    "known_members",
    "members",
    "members_to_link",
    "open_alarms",
    "past_of",
    "raised_since",
]
