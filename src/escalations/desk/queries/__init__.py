"""Every SELECT of the desk that is not a query of a room below."""

from .caught import Catch, catches
from .caught_elsewhere import other_catches
from .impact import impact_of_absence, impact_of_disabling, impact_of_plan, impact_of_revoking
from .queues import further, known_queue, narrowed_cases, queue_lines, queue_tallies
from .rules import hits_of_rules
from .standstill import Unattended, cases_unattended, critical_unowned, dead_ends, other_dead_ends, unattended_places
from .trails import Sought, events_sought, trail_for
from .trials import Trial, try_text
from .work import queues_of, unowned_in

__all__ = [
    "Catch",
    "Sought",
    "Trial",
    "Unattended",
    "cases_unattended",
    "catches",
    "critical_unowned",
    "dead_ends",
    "events_sought",
    "further",
    "hits_of_rules",
    "impact_of_absence",
    "impact_of_disabling",
    "impact_of_plan",
    "impact_of_revoking",
    "known_queue",
    "narrowed_cases",
    "other_catches",
    "other_dead_ends",
    "queue_lines",
    "queue_tallies",
    "queues_of",
    "trail_for",
    "try_text",
    "unattended_places",
    "unowned_in",
]
