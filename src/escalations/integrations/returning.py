"""After a database was brought back from a backup: nothing that waited then goes out by itself, since it may have gone out already."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from ..catalog.loading import catalogue
from ..platform.archive import brought_back_at
from ..platform.db import Scope, Session, straight, transaction
from ..platform.events import SYSTEM, record
from ..platform.trail import trail_of
from .actions import hold_waiting_mail
from .events import ReturnedDatabase, WaitingHeld
from .notices.actions import let_go_of_waiting

log = structlog.get_logger()
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('hold after return', 0))"


@dataclass(frozen=True)
class Held:
    mails: int
    notices: int


async def hold_what_waits(db: Session, before: datetime) -> Held:
    """Mails to customers wait for a person to release them; notices to colleagues stay on their pages and are not mailed."""
    return Held(await hold_waiting_mail(db, before), await let_go_of_waiting(db, before))


async def hold_after_return() -> None:
    """Before jobs are taken. Once for each return, whichever worker is first."""
    async with transaction(Scope.system(*catalogue().boundaries)) as db:
        at = await brought_back_at(db)
        if at is None:
            return
        await straight(db, _ONE_AT_A_TIME)
        back = ReturnedDatabase(at)
        if await trail_of(db, back.subject, limit=1):
            return
        held = await hold_what_waits(db, at)
        await record(db, WaitingHeld(mails=held.mails, notices=held.notices), on=back, by=SYSTEM)
    log.warning(
        "this database was brought back: what waited to be mailed is held", mails=held.mails, notices=held.notices
    )
