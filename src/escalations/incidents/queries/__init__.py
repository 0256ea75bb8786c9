"""Every SELECT about incidents: `about` one of them, `lists`, `impact`, `candidates` for links, `pairs` that are linked."""

from .about import incident_for, incident_with_id, newest_update, same_incident, update_with_id, updates_of
from .batches import UNDO_WITHIN, Batch, links_of_batch, newest_batch
from .beside import IncidentOfCase, beside_case, incidents_of_case
from .candidates import unsettled_incidents
from .cases_in_reach import cases_in_reach, unsettled_cases
from .customers import HitCustomer, hit_customers
from .impact import Impact, impact_of
from .lines import IncidentLine
from .links import last_ended_link, open_linked_cases, present_link, suggested_links
from .lists import PAGE, resolved_incidents, unresolved_incidents
from .pairs import count_suggested, linked_cases, suggested_case_lines
from .suggested import linked_titles, suggested_cases, suggestions_of

__all__ = [
    "PAGE",
    "UNDO_WITHIN",
    "Batch",
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
    "links_of_batch",
    "newest_batch",
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
