"""Cases that come under an engagement and leave it, and the cause they share."""

from litestar import post

from ...cases.queries import case_for
from ...incidents.queries import incident_for
from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import add_case, release_case, widen_engagement
from ..forms import AddCase, ReleaseCase, Widening
from ..queries import engagement_for
from .showing import clash, mend, told


@post("/rapid-response/engagements/{ref:str}/cases")
async def create_engagement_case(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref)
    form = await read_form(request, AddCase)
    if form.errors:
        return await mend(request, db, person, engagement, form, "case")
    case = await case_for(db, person, form.value.case, lock=True)
    try:
        await add_case(db, await engagement_for(db, person, ref, lock=True), case, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "case", refused=refused)
    return await told(request, db, person, engagement, f"{case.ref} is in {engagement.ref} now.")


@post("/rapid-response/engagements/{ref:str}/cases/releases")
async def create_release(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref)
    form = await read_form(request, ReleaseCase)
    if form.errors:
        return await mend(request, db, person, engagement, form, "release")
    case = await case_for(db, person, form.value.case, lock=True)
    try:
        await release_case(db, engagement, case, form.value.why, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "release", refused=refused)
    return await told(request, db, person, engagement, f"{case.ref} has left {engagement.ref}.")


@post("/rapid-response/engagements/{ref:str}/cause")
async def create_cause(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, Widening)
    if form.errors:
        return await mend(request, db, person, engagement, form, "cause")
    incident = await incident_for(db, person, form.value.incident) if form.value.incident else None
    try:
        await widen_engagement(db, engagement, form.value.cause, incident, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, "cause", refused=refused)
    return await told(request, db, person, engagement, "Cases of other customers with this cause may be added.")


HANDLERS = [create_engagement_case, create_release, create_cause]
