"""Every SELECT about being on call."""

from .absences import absence_for, absences_of, away_between, calendar_source_of, sources_to_poll
from .calendars import calendar_key_for, calendar_key_with, calendar_keys_of
from .duty import people_on_duty, who_answers_for
from .gaps import Coverage, coverage, known_gaps
from .rotations import members_of, rotation_for, rotation_named, rotations
from .shifts import OnCall, on_duty, override_for, overrides_of, shift_for, shift_rows, shifts_between
from .swaps import open_swaps, swap_for

__all__ = [
    "Coverage",
    "OnCall",
    "absence_for",
    "absences_of",
    "away_between",
    "calendar_key_for",
    "calendar_key_with",
    "calendar_keys_of",
    "calendar_source_of",
    "coverage",
    "known_gaps",
    "members_of",
    "on_duty",
    "open_swaps",
    "override_for",
    "overrides_of",
    "people_on_duty",
    "rotation_for",
    "rotation_named",
    "rotations",
    "shift_for",
    "shift_rows",
    "shifts_between",
    "sources_to_poll",
    "swap_for",
    "who_answers_for",
]
