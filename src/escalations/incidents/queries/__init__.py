"""Every SELECT about incidents: `about` one of them, `lists`, `impact`, `candidates` for links, `pairs` that are linked."""

from .about import (
    incident_for,
    incident_with_id,
    last_ended_link,
    newest_update,
    open_linked_cases,
    present_link,
    same_incident,
    suggested_links,
    update_with_id,
    updates_of,
)
from .candidates import (
    cases_in_reach,
    linked_titles,
    suggested_cases,
    suggestions_of,
    unsettled_cases,
    unsettled_incidents,
)
from .impact import HitCustomer, Impact, hit_customers, impact_of
from .lists import PAGE, IncidentLine, resolved_incidents, unresolved_incidents
from .pairs import (
    IncidentOfCase,
    beside_case,
    count_suggested,
    incidents_of_case,
    linked_cases,
    suggested_case_lines,
)

__all__ = [
    "PAGE",
    "HitCustomer",
    "Impact",
    "IncidentLine",
    "IncidentOfCase",
    "beside_case",
    "cases_in_reach",
    "count_suggested",
    "hit_customers",
    "impact_of",
    "incident_for",
    "incident_with_id",
    "incidents_of_case",
    "last_ended_link",
    "linked_cases",
    "linked_titles",
    "newest_update",
    "open_linked_cases",
    "present_link",
    "resolved_incidents",
    "same_incident",
    "suggested_case_lines",
    "suggested_cases",
    "suggested_links",
    "suggestions_of",
    "unresolved_incidents",
    "unsettled_cases",
    "unsettled_incidents",
    "update_with_id",
    "updates_of",
]
