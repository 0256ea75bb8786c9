"""Every SELECT about incidents: `about` one of them, `lists`, `impact`, `candidates` for links, `pairs` that are linked."""

from .about import (
    declarer_of,
    incident_for,
    incident_with_id,
    newest_update,
    outside_words_of,
    same_incident,
    standing_incident,
    update_of,
    update_with_id,
    updates_of,
    with_merged,
)
from .beside import IncidentOfCase, beside_case, incidents_of_case
from .candidates import unsettled_incidents
from .cases_in_reach import cases_in_reach, unsettled_cases
from .customers import HitCustomer, hit_customers
from .estimates import Hour, hours_of_impact, newest_estimate
from .impact import Impact, impact_of
from .lines import IncidentLine
from .links import last_ended_link, open_linked_cases, present_link, suggested_links
from .listed import SubscriptionList, listed_subscriptions, listings
from .lists import PAGE, resolved_incidents, unresolved_incidents
from .pairs import SHOWN, LinkedCases, count_suggested, linked_cases, suggested_case_lines
from .suggested import linked_titles, suggested_cases, suggestions_of
from .telling import count_untold, is_to_verify, is_told, told_of, untold_cases, update_key

__all__ = [
    "PAGE",
    "SHOWN",
    "HitCustomer",
    "Hour",
    "Impact",
    "IncidentLine",
    "IncidentOfCase",
    "LinkedCases",
    "SubscriptionList",
    "beside_case",
    "cases_in_reach",
    "count_suggested",
    "count_untold",
    "declarer_of",
    "hit_customers",
    "hours_of_impact",
    "impact_of",
    "incident_for",
    "incident_with_id",
    "incidents_of_case",
    "is_to_verify",
    "is_told",
    "last_ended_link",
    "linked_cases",
    "linked_titles",
    "listed_subscriptions",
    "listings",
    "newest_estimate",
    "newest_update",
    "open_linked_cases",
    "outside_words_of",
    "present_link",
    "resolved_incidents",
    "same_incident",
    "standing_incident",
    "suggested_case_lines",
    "suggested_cases",
    "suggested_links",
    "suggestions_of",
    "told_of",
    "unresolved_incidents",
    "unsettled_cases",
    "unsettled_incidents",
    "untold_cases",
    "update_key",
    "update_of",
    "update_with_id",
    "updates_of",
    "with_merged",
]
