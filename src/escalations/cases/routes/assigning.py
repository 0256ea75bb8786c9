"""Assigning, claiming, returning to the queue."""

from litestar import post

from ...people.access import Me
from ...people.queries import colleagues_who_may, person_for
from ...platform.web import Db, HtmlResponse, Ref, Request, invalid, read_form
from ..actions import assign_case, claim_case, unassign_case
from ..forms import Assignment, Unassignment
from ..queries import case_for
from .offering import to_choose_from
from .showing import told


@post("/cases/{ref:str}/assignment")
async def create_assignment(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Assignment)
    if form.errors:
        engineers = to_choose_from(await colleagues_who_may(db, "work_cases"))
        return invalid(request, "cases/assignment/_form.html", form, case=case, engineers=engineers)
    owner = await person_for(db, form.value.owner)
    await assign_case(db, case, owner, by=person)
    return await told(request, db, case, "cases/assignment/create.html", f"Assigned to {owner.name}.")


@post("/cases/{ref:str}/claim")
async def create_claim(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    await claim_case(db, case, by=person)
    return await told(request, db, case, "cases/assignment/create.html", f"{case.ref} is yours.")


@post("/cases/{ref:str}/unassignment")
async def create_unassignment(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref, lock=True)
    form = await read_form(request, Unassignment)
    if form.errors:
        return invalid(request, "cases/unassignment/_form.html", form, case=case)
    await unassign_case(db, case, form.value.reason, by=person)
    return await told(request, db, case, "cases/assignment/create.html", "Back in its queue.")


HANDLERS = [create_assignment, create_claim, create_unassignment]
