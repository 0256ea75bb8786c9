"""A case looks for help with a specialty, so that people outside its area find it."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from ...catalog.loading import catalogue
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.events import SYSTEM, Actor, record
from ...platform.time import now
from ..events import HelpNoLongerSought, HelpSought
from ..models import Case, HelpCall

LONGEST = timedelta(days=7)


async def call_for_help(
    db: Session, case: Case, family: str, question: str, *, by: Actor, until: datetime | None = None
) -> HelpCall:
    """Listed for a day unless said otherwise. Calling again for the same changes nothing."""
    allow(by, "work_cases")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it first.")
    until = until or now() + timedelta(days=1)
    if family not in catalogue().families:
        raise Refused("Choose one of the technology families.")
    if not now() < until <= now() + LONGEST:
        raise Refused("Look for help until a moment within the coming week.")
    call = await db.get(HelpCall, case.id)
    if call is not None and (call.family, call.question) == (family, question):
        return call
    if call is not None:
        await end_call(db, case, "something else is asked", by=by)
    call = HelpCall(
        boundary=case.boundary, case_id=case.id, family=family, question=question, since=now(), until=until, author_id=by.id, author_name=by.name,
    )  # fmt: skip
    db.add(call)
    await db.flush()
    await record(db, HelpSought(family=family, until=f"{until:%Y-%m-%d %H:%M} UTC"), on=case, by=by)
    return call


async def end_call(db: Session, case: Case, why: str, *, by: Actor) -> None:
    allow(by, "work_cases")
    call = await db.get(HelpCall, case.id)
    if call is None:
        return
    await db.delete(call)
    await db.flush()
    await record(db, HelpNoLongerSought(why=why), on=case, by=by)


async def sweep_calls(db: Session, at: datetime, limit: int = 200) -> int:
    """Those whose time is over."""
    query = select(Case).join(HelpCall, col(HelpCall.case_id) == Case.id).where(HelpCall.until <= at).limit(limit)
    over = (await db.exec(query.with_for_update(of=Case, key_share=True, skip_locked=True))).all()
    for case in over:
        await end_call(db, case, "its time is over", by=SYSTEM)
    return len(over)
