"""What was split off a case, and whether anybody touched it since."""

from sqlalchemy import exists, func, select
from sqlmodel import col

from ...platform.db import Session
from ...platform.events import EventRow
from ..models import Case, CaseEntry, EntryReference

MADE_WITH_IT = ("CaseOpened", "CaseRouted", "CaseAssigned", "CasesLinked", "CaseMerged", "CaseUnmerged", "NoticeGiven")


async def same_split(db: Session, case: Case, title: str, entries: set[int]) -> Case | None:
    """An open case of that title with exactly these entries."""
    chosen = func.array_agg(col(EntryReference.entry_id))
    mine = (col(Case.split_from_id) == case.id, col(Case.customer_id) == case.customer_id, col(Case.title) == title)
    query = select(Case, chosen).join(EntryReference, col(EntryReference.case_id) == Case.id).where(*mine)
    for found, ids in await db.execute(query.where(col(Case.closed_at).is_(None)).group_by(col(Case.id))):
        if set(ids) == entries:
            return found  # type: ignore[no-any-return]
    return None


async def is_untouched(db: Session, case: Case) -> bool:
    """Nothing was said on it, and nobody but the system and whoever split it off did anything."""
    said = exists().where(col(CaseEntry.case_id) == case.id)
    done = exists().where(
        col(EventRow.thread) == case.thread, col(EventRow.actor_id).is_not(None),
        col(EventRow.action).not_in((*MADE_WITH_IT, "ClockStarted", "ClockSatisfied")),
    )  # fmt: skip
    return not (await db.execute(select(said | done))).scalar()
