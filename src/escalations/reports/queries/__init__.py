"""Every SELECT of the reports."""

from .pauses import PausedCase, oldest_of_page, paused_since, pauses_between
from .promises import PromiseCount, PromiseLine, promise_counts, promise_lines, promised_since
from .time import TimeLine, TimeShare, closed_since, time_lines, time_shares

__all__ = [
    "PausedCase",
    "PromiseCount",
    "PromiseLine",
    "TimeLine",
    "TimeShare",
    "closed_since",
    "oldest_of_page",
    "paused_since",
    "pauses_between",
    "promise_counts",
    "promise_lines",
    "promised_since",
    "time_lines",
    "time_shares",
]
