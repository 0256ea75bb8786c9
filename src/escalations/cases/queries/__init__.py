"""Every SELECT about cases: `about` one of them, `lists` of them."""

from .about import (
    WEIGHT,
    case_for,
    case_with_id,
    case_with_key,
    entries_of,
    newest_customer_entry,
    attachments_of,
    attachment_for,
    wait_of,
    closure_of,
    decisions_of,
    severity_changes_of,
    links_of,
    link_between,
    link_with_id,
    parents_above,
    open_children_of,
    people_on,
    loads,
    last_assignments,
)
from .lists import CaseLine, case_columns, open_cases, cases_of_customer, cases_with_ids, open_counts, lines

__all__ = ["CaseLine", "WEIGHT", "attachment_for", "attachments_of", "case_columns", "case_for", "case_with_id", "case_with_key", "cases_of_customer", "cases_with_ids", "closure_of", "decisions_of", "entries_of", "last_assignments", "lines", "link_between", "link_with_id", "links_of", "loads", "newest_customer_entry", "open_cases", "open_children_of", "open_counts", "parents_above", "people_on", "severity_changes_of", "wait_of"]
