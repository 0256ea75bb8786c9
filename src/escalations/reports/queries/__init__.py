"""Every SELECT of the reports."""

from .pauses import PausedCase, oldest_of_page, paused_since, pauses_between
from .promises import PromiseCount, PromiseLine, promise_counts, promise_lines
from .time import TimeLine, TimeShare, time_lines, time_shares

__all__ = [
    "PausedCase",
    "PromiseCount",
    "PromiseLine",
    "TimeLine",
    "TimeShare",
    "oldest_of_page",
    "paused_since",
    "pauses_between",
    "promise_counts",
    "promise_lines",
    "time_lines",
    "time_shares",
]
