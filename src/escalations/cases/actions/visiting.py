"""Being at a case: told to those who look at it too, and to nobody later."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from ...people.actions import see_notices, withhold_mail
from ...people.models import Person
from ...platform.db import Session, nothing_to_record
from ...platform.events import announce_to
from ...platform.time import now
from ..models import Case, CaseVisit
from ..queries.visits import LASTS, visit_of
from .drafting import may_draft

FRESH = timedelta(seconds=10)
WHY = "who looks at a case this moment is no business fact"


def topic_of(case: Case) -> str:
    return f"visits/{case.id}"


async def stay_at_case(db: Session, case: Case, doing: str, *, by: Person, tab: str = "") -> None:
    """Said again by the open page every now and then. Others hear of it when somebody comes or does something else,
    and what the person was told of the case is no news to them then."""
    may_draft("reply" if doing == "replying" else "note", by)
    at, there = now(), await visit_of(db, case, by, tab)
    is_news = there is None or there.doing != doing or there.at <= at - LASTS
    if there is not None and not is_news and there.at > at - FRESH:
        return
    nothing_to_record(db, WHY)
    values = {"boundary": case.boundary, "case_id": case.id, "person_id": by.id, "tab": tab, "doing": doing, "at": at}
    put = insert(CaseVisit).values(values)
    await db.execute(
        put.on_conflict_do_update(index_elements=["case_id", "person_id", "tab"], set_={"doing": doing, "at": at})
    )
    await withhold_mail(db, by, case.subject)
    if is_news:
        await see_notices(db, by, thread=case.subject)
        await _forget_old(db)
        announce_to(db, case.boundary, topic_of(case))


async def leave_case(db: Session, case: Case, *, by: Person, tab: str = "") -> None:
    """That window was closed; others of the same person may stay."""
    may_draft("note", by)
    nothing_to_record(db, WHY)
    mine = (col(CaseVisit.case_id) == case.id, col(CaseVisit.person_id) == by.id, col(CaseVisit.tab) == tab)
    left = await db.execute(delete(CaseVisit).where(*mine).returning(col(CaseVisit.case_id)))
    if left.first() is not None:
        announce_to(db, case.boundary, topic_of(case))


async def _forget_old(db: Session, most: int = 100) -> None:
    over = select(CaseVisit).where(col(CaseVisit.at) < now() - 10 * LASTS).limit(most)
    for old in (await db.scalars(over.with_for_update(skip_locked=True))).all():
        await db.delete(old)
