"""Put aside, and taken up again."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import snooze_escalation, wake_escalation
from ..forms import PutAside
from ..models import Escalation
from ..queries import escalation_for
from .deciding import decide, told


@post("/escalations/{ref:str}/snooze")
async def create_snooze(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: PutAside) -> str:
        await snooze_escalation(db, escalation, value.moment(person.time_zone), value.reason, by=person)
        return f"{escalation.ref} comes back by itself."

    return await decide(request, db, person, ref, PutAside, "snooze", act)


@post("/escalations/{ref:str}/awakening")
async def create_awakening(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    escalation = await escalation_for(db, person, ref)
    await wake_escalation(db, escalation, "there is something to do again", by=person)
    return await told(request, db, person, escalation, f"{escalation.ref} is awake.")


HANDLERS = [create_snooze, create_awakening]
