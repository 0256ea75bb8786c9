"""Finished values for the desk's pages: templates only lay them out."""

from .finding import FoundKind, found_by_kind
from .jobs import JobLine, job_lines
from .trails import TrailLine, spaced, trail_lines
from .work import Group, group_of, grouped, hinted, shift_words

__all__ = [
    "FoundKind", "Group", "JobLine", "TrailLine", "found_by_kind", "group_of", "grouped", "hinted", "job_lines", "shift_words", "spaced", "trail_lines",
]  # fmt: skip
