"""When somebody is told of a promised update. It follows from the promise alone."""

from datetime import datetime, timedelta

from .models import EngagementPromise
from .weights import EngagementTimes


def warning_at(promise: EngagementPromise, times: EngagementTimes) -> datetime:
    return promise.made_at + (promise.due_at - promise.made_at) * times.warn_share / 100


def next_wake(promise: EngagementPromise, times: EngagementTimes) -> datetime:
    """The warning, then the due time, then every so many minutes after it."""
    if promise.warned_at is None:
        return warning_at(promise, times)
    return promise.due_at + timedelta(minutes=times.remind_every) * promise.reminders


def reminders_by(promise: EngagementPromise, at: datetime, times: EngagementTimes) -> int:
    """How often somebody should have been told by now that it is late."""
    return max(0, 1 + (at - promise.due_at) // timedelta(minutes=times.remind_every))
