"""Faults of routing rules, found without running a case through them."""

from .collecting import Collected, all_complaints, collect
from .complaints import GRADES, Complaint, Grade, Kind, in_order
from .layout import Layout
from .linting import Practice, lint, of_practice, of_rules
from .staffing import Skilled, skilled

__all__ = [
    "GRADES", "Collected", "Complaint", "Grade", "Kind", "Layout", "Practice", "Skilled", "all_complaints", "collect", "in_order", "lint", "of_practice", "of_rules", "skilled",
]  # fmt: skip
