"""A covered customer in trouble, and the facts that the score is made of."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from escalations.cases.models import Case
from escalations.cases.queries import CaseLine, case_for
from escalations.people.models import Clearance, Person
from escalations.platform.db import nothing_to_record
from escalations.platform.events import EventRow
from escalations.platform.time import now
from escalations.rapid_response.plight import Plight
from escalations.rapid_response.queries.board import Covered
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, as_system

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
REASON = "All stores are closed and the press has asked."


async def a_covered_case(cast: Cast, name: str = "Nordhavn Rail", **told: object) -> Case:
    return await a_case(cast.ada, await a_customer(name=name, covered=True), **{"claimed": "A", **told})


async def reload(person: Person, case: Case) -> Case:
    async with as_person(person) as db:
        return await case_for(db, person, case.ref)


def covered(plight: Plight, customer: str = "Nordhavn Rail", engagement: str = "") -> Covered:
    line = CaseLine(
        id=plight.case_id, ref=f"C-{plight.case_id}", url=f"/cases/C-{plight.case_id}", title="Checkout is down", severity=plight.severity,
        customer=customer, covered=True, family="storage", product="", turn="us", owner=None, clock=None, hint="", boundary="public",
    )  # fmt: skip
    return Covered(line, plight, engagement)


def ago(minutes: float) -> datetime:
    return NOON - timedelta(minutes=minutes)


async def recorded(subject: str) -> list[str]:
    async with as_system() as db:
        return list(
            (await db.exec(select(EventRow.action).where(EventRow.subject == subject).order_by(col(EventRow.id)))).all()
        )


async def another_of_rapid_response(name: str = "Rhea") -> Person:
    """Rex's colleague, cleared for the public cloud."""
    person = Person(
        name=name, email=f"{name.lower()}@support.example", role="rapid_response", presence="available", shift_start=0, shift_end=0,
        shift_days=[1, 2, 3, 4, 5, 6, 7],
    )  # fmt: skip
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add(person)
        await db.flush()
        granted = now() - timedelta(days=1)
        db.add(
            Clearance(boundary="public", person_id=person.id, granted_at=granted, expires_at=now() + timedelta(days=90))
        )
    return person
