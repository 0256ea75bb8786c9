"""Mail that waits although nothing tries any more: the server was away too long, or was not configured yet."""

from datetime import datetime

from ..platform.db import Session, nothing_to_record
from ..platform.mail import mail_is_configured
from .actions import queue_mail
from .queries import mail_to_queue_again


async def sweep_waiting_mail(db: Session, at: datetime) -> int:
    if not mail_is_configured():
        return 0
    waiting = await mail_to_queue_again(db, at)
    for mail in waiting:
        await queue_mail(db, mail)
    if waiting:
        nothing_to_record(db, "queueing again is no business fact")
    return len(waiting)
