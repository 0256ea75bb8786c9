"""A reply to a customer is also mailed to them."""

from typing import Any

from ..cases.events import CustomerAnswered
from ..platform import jobs
from ..platform.db import Scope, Session, transaction
from ..platform.events import Recorded, on
from .actions import deliver, write_mail
from .queries import mail_with_id


@on(CustomerAnswered)
async def mail_the_reply(db: Session, fact: Recorded[CustomerAnswered]) -> None:
    await write_mail(db, fact.event.entry_id)


@jobs.job("deliver_mail", at_once=3)
async def deliver_mail(payload: dict[str, Any]) -> None:
    """Raises after the commit when the server would not take it now, so that the attempt is kept and the job comes again."""
    async with transaction(Scope.system(payload["boundary"])) as db:
        mail = await mail_with_id(db, payload["mail"], lock=True)
        delayed = await deliver(db, mail) if mail is not None else None
    if delayed is not None:
        raise delayed
