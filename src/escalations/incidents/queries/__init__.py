"""Every SELECT about incidents: `about` one of them, `candidates` for links, `lists` and counts for pages."""

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
from .lists import (
    Impact,
    IncidentLine,
    hit_customers,
    impact_of,
    linked_cases,
    resolved_incidents,
    suggested_case_lines,
    unresolved_incidents,
)

__all__ = [
    "Impact",
    "IncidentLine",
    "cases_in_reach",
    "hit_customers",
    "impact_of",
    "incident_for",
    "incident_with_id",
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
