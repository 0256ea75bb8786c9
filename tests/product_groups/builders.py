"""A case, and an escalation of it to the group of Pia."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import col, select

from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.people.models import Person
from escalations.platform.db import nothing_to_record
from escalations.platform.events import EventRow
from escalations.platform.time import now
from escalations.product_groups.actions import escalate_case
from escalations.product_groups.checklist import Brief
from escalations.product_groups.models import Escalation
from escalations.product_groups.queries import escalation_for
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, as_system

GROUP = "storage_platform"
BRIEF = Brief(
    reason="defect_suspected",
    asked="Why does the share refuse a mount that port 445 allows?",
    business_impact="Stores cannot print delivery notes since 06:00 UTC.",
    tried="Remounted with the account key: the same error 13.",
    environment="Files in one region, mounted by a cluster in the same region",
    answers={
        "subscription_id": "5f0c",
        "resource_id": "/subscriptions/5f0c/shares/notes",
        "time_range": "2026-11-20 06:00 to 06:10",
        "correlation_id": "unknown: the driver logs none at this level",
        "client_version": "csi driver 1.30",
    },
)
FORM = {
    "product_group": GROUP, "reason": BRIEF.reason, "asked": BRIEF.asked, "business_impact": BRIEF.business_impact, "tried": BRIEF.tried,
    **{f"need_{need}": text for need, text in BRIEF.answers.items()},
}  # fmt: skip


def without(need: str) -> Brief:
    return replace(BRIEF, answers={key: text for key, text in BRIEF.answers.items() if key != need})


async def an_escalation(cast: Cast, case: Case | None = None, **told: object) -> Escalation:
    """By Ada, to the storage platform."""
    case = case or await a_case(cast.ada, **told)
    async with as_person(cast.ada) as db:
        return await escalate_case(db, await case_for(db, cast.ada, case.ref), GROUP, BRIEF, by=cast.ada)


async def reload(person: Person, escalation: Escalation) -> Escalation:
    async with as_person(person) as db:
        return await escalation_for(db, person, escalation.ref)


async def case_of(person: Person, escalation: Escalation) -> Case:
    async with as_person(person) as db:
        return await case_for(db, person, escalation.case_ref)


async def recorded(subject: str) -> list[str]:
    """What was recorded of one thing, in order."""
    async with as_system() as db:
        return list(
            (await db.exec(select(EventRow.action).where(EventRow.subject == subject).order_by(col(EventRow.id)))).all()
        )


async def taught(case: Case, need: str, returned: int, without: int | None = None) -> None:
    """So many earlier escalations to the storage platform came without it, and some came back for it."""
    async with as_system(case.boundary) as db:
        nothing_to_record(db, "the stage is set before the play")
        for number in range(without or returned):
            back = number < returned
            db.add(
                Escalation(
                    boundary=case.boundary, case_id=case.id, product_group=GROUP, reason="defect_suspected", severity="B", asked="Why?",
                    absent=[need], state="returned" if back else "resolved", return_code="missing_info" if back else None,
                    missing_need=need if back else None, opened_at=now() - timedelta(days=9), closed_at=now() - timedelta(days=8),
                    accepted_at=None if back else now() - timedelta(days=8), closing_note="Said before.",
                )
            )  # fmt: skip
