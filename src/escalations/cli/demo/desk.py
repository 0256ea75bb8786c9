"""Life at the escalation desk of the demo world: a question, a way around, an engineering issue, a duplicate, and a year of returns."""

from datetime import timedelta
from random import Random

from sqlmodel import col, select

from ...cases.models import Case
from ...catalog.loading import catalogue
from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session, nothing_to_record, transaction
from ...platform.time import now, time_at
from ...product_groups.actions import (
    acknowledge_escalation,
    ask_support,
    link_to_issue,
    mitigate_escalation,
    open_engineering_issue,
    save_draft,
)
from ...product_groups.models import Escalation, EscalationCase
from ..sight import everywhere

COSTLY = {
    "storage_platform": ("correlation_id", 14),
    "network_platform": ("network_trace", 9),
    "containers": ("logs", 5),
}
"""What each group sent back most in the last year, of twenty that came without it."""
WITHOUT = 20


async def add_desk_life(random: Random) -> None:
    async with transaction(everywhere()) as db:
        engineers = {p.product_group: p for p in await people(db) if p.role == "product_group_engineer"}
        for group, (need, returned) in COSTLY.items():
            await _past_returns(db, random, group, need, returned)
        await _decisions(db, engineers)
        await _a_draft(db)


async def _past_returns(db: Session, random: Random, group: str, need: str, returned: int) -> None:
    families = [key for key, family in catalogue().families.items() if family.product_group == group]
    query = select(Case).where(
        col(Case.family).in_(families), Case.boundary == "public", col(Case.closed_at).is_not(None)
    )
    cases = (await db.exec(query.order_by(col(Case.id)).limit(WITHOUT))).all()
    nothing_to_record(db, "the past of the demo world")
    back = set(random.sample(range(len(cases)), min(returned, len(cases))))
    for number, case in enumerate(cases):
        db.add(one := _decided(case, group, need, number in back))
        await db.flush()
        db.add(
            EscalationCase(
                boundary=one.boundary,
                escalation_id=one.id,
                case_id=case.id,
                at=one.opened_at,
                author_name="Escalations",
            )
        )


def _decided(case: Case, group: str, need: str, back: bool) -> Escalation:
    at = case.opened_at + timedelta(hours=2)
    note = (
        f"We cannot start without it: {catalogue().needs[need].label.lower()}."
        if back
        else "Found and changed on our side."
    )
    return Escalation(
        boundary=case.boundary, case_id=case.id, product_group=group, reason="defect_suspected", severity=case.severity,
        asked="What fails on your side?", absent=[need], state="returned" if back else "closed",
        return_code="missing_info" if back else None, missing_need=need if back else None, closing_note=note, opened_at=at,
        closed_at=at + timedelta(hours=3), loop_closed_at=None if back else at + timedelta(hours=5),
        accepted_at=None if back else at + timedelta(hours=1),
    )  # fmt: skip


async def _decisions(db: Session, engineers: dict[str | None, Person]) -> None:
    query = select(Escalation).where(col(Escalation.state).in_(["submitted", "accepted"])).order_by(col(Escalation.id))
    found = [one for one in (await db.exec(query)).all() if one.product_group in engineers]
    waiting = [one for one in found if one.state == "submitted" and one.severity != "A"]
    taken = [one for one in found if one.state == "accepted"]
    for one in waiting[:1]:
        engineer = engineers[one.product_group]
        question = "Does it also fail from a second machine in the same network? The answer tells us where to look."
        await ask_support(db, one, question, by=engineer)
    for one in waiting[1:2]:
        await acknowledge_escalation(db, one, by=engineers[one.product_group])
    for one in taken[:1]:
        text = "Recreate the endpoint in another zone; the old one may be deleted after that."
        await mitigate_escalation(db, one, text, now() + timedelta(days=4), by=engineers[one.product_group])
    for one in taken[1:3]:
        with time_at(now() - timedelta(hours=1)):
            engineer = engineers[one.product_group]
            case = await db.get_one(Case, one.case_id)
            product = catalogue().products.get(case.product or "")
            title = f"{product.name if product else one.group_name}: what is behind {one.ref}"
            issue = await open_engineering_issue(
                db,
                one.boundary,
                one.product_group,
                title,
                "Reproduced on our side; the cause is being looked for.",
                by=engineer,
            )
            await link_to_issue(db, issue, one, by=engineer)


async def _a_draft(db: Session) -> None:
    """Somebody went home in the middle of a sentence."""
    query = select(Case, Person).join(Person, col(Person.id) == Case.owner_id)
    found = (
        await db.exec(query.where(col(Case.closed_at).is_(None), Case.turn == "us").order_by(col(Case.id)).limit(1))
    ).first()
    if found is None:
        return
    case, owner = found
    group = catalogue().product_group_for(case.product, case.family).key
    typed = {
        "reason": "technical_expertise",
        "asked": "Which of the two hosts refuses the connection, and why only since",
    }
    await save_draft(db, case, group, typed, by=owner)
