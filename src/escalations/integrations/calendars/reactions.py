"""The job that asks."""

from typing import Any

from ...platform import jobs
from .actions import poll_calendar


@jobs.job("poll_calendar")
async def run_poll_calendar(payload: dict[str, Any]) -> None:
    await poll_calendar(payload["person"])
