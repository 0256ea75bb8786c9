"""Roles taken and laid down."""

from litestar import post

from ...people.access import Me
from ...people.queries import person_for
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import lay_down_role, take_role
from ..forms import RoleForm
from ..models import ROLES
from ..queries import engagement_for
from .showing import clash, mend, told


@post("/rapid-response/engagements/{ref:str}/roles")
async def create_role(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, RoleForm)
    if form.errors:
        return await mend(request, db, person, engagement, form, "role")
    said = form.value
    who = await person_for(db, said.person) if said.person else person
    try:
        await take_role(db, engagement, said.role, who, over=said.over, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "role", refused=refused)
    return await told(request, db, person, engagement, f"{who.name} has the role {ROLES[said.role].lower()} now.")


@post("/rapid-response/engagements/{ref:str}/roles/laid-down")
async def create_role_laid_down(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, RoleForm)
    if form.errors:
        return await mend(request, db, person, engagement, form, "role")
    try:
        await lay_down_role(db, engagement, form.value.role, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "role", refused=refused)
    return await told(request, db, person, engagement, f"The role {ROLES[form.value.role].lower()} is laid down.")


HANDLERS = [create_role, create_role_laid_down]
