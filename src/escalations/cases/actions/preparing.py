"""Putting a reply before the engineer that a room above wrote. Sending it is theirs."""

from ...people.roles import allow
from ...platform.db import Session
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import ReplyPrepared, ReplyWithdrawn
from ..models import Case, PreparedReply
from ..queries.prepared import newest_word, prepared_reply


async def prepare_reply(db: Session, case: Case, body: str, *, why: str, source: str, by: Actor) -> None:
    """It takes the place of an earlier one. `source` is the subject it comes from, such as `incident/3`."""
    standing = await prepared_reply(db, case)
    if standing is not None:
        if (standing.body, standing.source) == (body, source):
            return
        standing.withdrawn_at = now()
        await db.flush()
    after = await newest_word(db, case)
    db.add(
        PreparedReply(
            boundary=case.boundary, case_id=case.id, body=body, why=why, source=source, after_entry=after, at=now()
        )
    )
    await record(db, ReplyPrepared(why=why), on=case, by=by)
    await db.flush()


async def withdraw_prepared_reply(db: Session, case: Case, *, by: Actor, source: str = "") -> bool:
    """Of any source, or only of this one. Whether one stood there."""
    allow(by, "work_cases")
    standing = await prepared_reply(db, case)
    if standing is None or source not in ("", standing.source):
        return False
    standing.withdrawn_at = now()
    await record(db, ReplyWithdrawn(why=standing.why), on=case, by=by)
    await db.flush()
    return True
