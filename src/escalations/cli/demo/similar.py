"""What people of the demo world said of closed cases that were suggested beside theirs."""

from random import Random

from sqlmodel import col, select

from ...cases.models import Case
from ...catalog.loading import catalogue
from ...known_issues.similar.actions import accept_similar, reject_similar
from ...known_issues.similar.finding import similar_cases
from ...known_issues.similar.queries import pair_for
from ...people.models import Person
from ...platform import jobs
from ...platform.db import Session, transaction
from ..sight import everywhere

LOOKED_AT, SET_ASIDE = 12, 4
"""Every fourth suggestion is not what it seems."""


async def compare_some(random: Random) -> None:
    """What closed cases are about is read when the program runs."""
    async with transaction(everywhere()) as db:
        read = [jobs.Job("closed_case_documents", {"boundary": boundary}) for boundary in catalogue().boundaries]
        await jobs.enqueue(db, read)
        owned = select(Case.id, Case.owner_id).where(col(Case.closed_at).is_(None), col(Case.owner_id).is_not(None))
        rows = (await db.exec(owned.order_by(col(Case.id)))).all()
        for case_id, owner_id in random.sample(rows, min(LOOKED_AT, len(rows))):
            await _compare(db, case_id, await db.get_one(Person, owner_id))


async def _compare(db: Session, case_id: int, owner: Person) -> None:
    for place, closed in enumerate(await similar_cases(db, await db.get_one(Case, case_id), at_most=1), case_id):
        answer = accept_similar if place % SET_ASIDE else reject_similar
        await answer(db, *await pair_for(db, owner, f"C-{case_id}", closed.ref), by=owner)
