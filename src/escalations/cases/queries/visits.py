"""Who else is at a case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from ...people.models import Person
from ...platform.db import Session
from ...platform.time import now
from ..models import DOINGS, Case, CaseVisit

LASTS = timedelta(seconds=60)
"""After its last sign of life, over two of which may be lost."""
WEIGHTS = ("viewing", "noting", "replying")
"""Of what a person does in several windows the last of these is told."""


@dataclass(frozen=True)
class Visitor:
    person_id: int
    name: str
    doing: str
    at: datetime

    @property
    def words(self) -> str:
        return f"{self.name} {DOINGS[self.doing]}"


async def visitors_of(db: Session, case: Case, *, but: Person) -> list[Visitor]:
    """Each once, in however many windows. Who writes comes first. Those of `but` are left out."""
    query = (
        select(CaseVisit.person_id, Person.name, CaseVisit.doing, CaseVisit.at)
        .join(Person, col(Person.id) == CaseVisit.person_id)
        .where(CaseVisit.case_id == case.id, CaseVisit.person_id != but.id, CaseVisit.at > now() - LASTS)
    )
    windows = sorted((Visitor(*row) for row in (await db.exec(query.limit(200))).all()), key=_weight)
    people = {one.person_id: one for one in windows}
    return sorted(people.values(), key=lambda one: (one.doing == "viewing", one.name))


def _weight(one: Visitor) -> tuple[int, datetime]:
    return WEIGHTS.index(one.doing), one.at


async def visit_of(db: Session, case: Case, person: Person, tab: str) -> CaseVisit | None:
    return await db.get(CaseVisit, (case.id, person.id, tab))
