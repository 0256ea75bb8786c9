"""The job that mails one notice."""

from typing import Any

from ...platform import jobs
from ...platform.db import Scope, transaction
from .actions import DELIVER, mail_notice


@jobs.job(DELIVER, at_once=3)
async def deliver_notice(payload: dict[str, Any]) -> None:
    """Raises after the commit when the server would not take it now, so that the job comes again."""
    async with transaction(Scope.system(payload["boundary"])) as db:
        delayed = await mail_notice(db, payload["notice"])
    if delayed is not None:
        raise delayed
