"""Notices whose time to be mailed has come."""

from datetime import datetime

from ...platform.db import Session, nothing_to_record
from ...platform.mail import mail_is_configured
from .actions import queue_notice
from .queries import notices_to_mail


async def sweep_notice_mail(db: Session, at: datetime) -> int:
    if not mail_is_configured():
        return 0
    due = await notices_to_mail(db, at)
    for notice in due:
        await queue_notice(db, notice)
    if due:
        nothing_to_record(db, "queueing is no business fact")
    return len(due)
