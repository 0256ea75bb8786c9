"""Which cases come of an incident, said by programs."""

from litestar import post
from litestar.params import JSONBody

from ....cases.queries import case_for
from ....people.access import Me
from ....platform.web import Db, Ref
from ...actions import confirm_all_suggested, confirm_link, end_link, reject_link
from ...forms import EndOfLink, Rejection
from ...models import CaseIncidentLink
from ...queries import incident_for
from .shapes import LinkRead


@post("/api/incidents/{ref:str}/confirmed-suggestions")
async def post_confirmations(db: Db, person: Me, ref: Ref) -> list[LinkRead]:
    links = await confirm_all_suggested(db, await incident_for(db, person, ref), by=person)
    return [LinkRead.model_validate(link) for link in links]


@post("/api/incidents/{ref:str}/cases/{case:str}/confirmation")
async def post_link_confirmation(db: Db, person: Me, ref: Ref, case: Ref) -> LinkRead:
    linked = await case_for(db, person, case, lock=True)
    return _link(await confirm_link(db, linked, await incident_for(db, person, ref), by=person))


@post("/api/incidents/{ref:str}/cases/{case:str}/rejection")
async def post_link_rejection(db: Db, person: Me, ref: Ref, case: Ref, data: JSONBody[Rejection]) -> LinkRead:
    denied = await case_for(db, person, case, lock=True)
    return _link(await reject_link(db, denied, await incident_for(db, person, ref), data.reason, by=person))


@post("/api/incidents/{ref:str}/cases/{case:str}/end")
async def post_link_end(db: Db, person: Me, ref: Ref, case: Ref, data: JSONBody[EndOfLink]) -> LinkRead:
    unlinked = await case_for(db, person, case, lock=True)
    return _link(await end_link(db, unlinked, await incident_for(db, person, ref), data.reason, by=person))


def _link(link: CaseIncidentLink) -> LinkRead:
    return LinkRead.model_validate(link)


HANDLERS = [post_confirmations, post_link_confirmation, post_link_rejection, post_link_end]
