"""Lists that the demo's people keep: their own and their team's, pinned, and a note that a lead wrote on many cases at once."""

from random import Random

from sqlmodel import col, select

from ...cases.models import Case
from ...desk.bulk.actions import begin_bulk, do_step
from ...desk.bulk.choosing import Chosen
from ...desk.bulk.verbs import ACTIONS
from ...desk.lists.actions import NewView, pin_view, save_view
from ...desk.lists.shape import Shape
from ...people.models import Person
from ...people.queries import people
from ...platform.db import Scope, Session, transaction
from ..sight import everywhere

OWN = {
    "support_engineer": [
        NewView("My storage cases", Shape("is:mine family:storage", order="due")),
        NewView("Waiting for the customer", Shape("is:mine waiting:customer", ("ref", "customer", "turn", "changed", "due"), order="due")),
    ],
    "duty_lead": [
        NewView("Severe and nobody's", Shape("sev:a is:unowned", ("ref", "customer", "queue", "opened", "due"), "queue"), "triage"),
        NewView("Older than a week", Shape("age:>7d", ("ref", "customer", "queue", "owner", "opened", "due"), "owner", "oldest"), "triage"),
        NewView("Covered customers", Shape("is:covered", ("ref", "customer", "product", "turn", "owner", "due"), "customer")),
    ],
    "rapid_response": [NewView("Covered, late", Shape("is:covered is:breached", order="due"))],
}  # fmt: skip


async def add_lists(_random: Random) -> None:
    async with transaction(everywhere()) as db:
        keepers = {role: next((one for one in await people(db) if one.role == role and one.demo), None) for role in OWN}
    for role, keeper in keepers.items():
        if keeper is not None:
            await _keep(keeper.id, role)
    if keepers["duty_lead"] is not None:
        await _noted_together(keepers["duty_lead"].id)


async def _keep(person_id: int, role: str) -> None:
    async with transaction(Scope.person(person_id)) as db:
        person = await db.get_one(Person, person_id)
        for new in OWN[role]:
            await pin_view(db, await save_view(db, new, by=person), by=person)


async def _noted_together(person_id: int) -> None:
    async with transaction(Scope.person(person_id)) as db:
        lead = await db.get_one(Person, person_id)
        cases = [Chosen(case.id, case.version) for case in await _oldest(db)]
        asked = ACTIONS["note"].form.model_validate(
            {"text": "Open for more than a week: say by tomorrow what it needs, or ask in the stand-up."}
        )
        bulk = await begin_bulk(db, len(cases), ACTIONS["note"], by=lead)
        await do_step(db, bulk, cases, asked, by=lead)


async def _oldest(db: Session) -> list[Case]:
    query = select(Case).where(col(Case.closed_at).is_(None)).order_by(col(Case.opened_at), col(Case.id)).limit(6)
    return sorted((await db.exec(query)).all(), key=lambda case: case.id)
