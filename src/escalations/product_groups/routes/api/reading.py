"""Escalations for programs: listed, read, and made of a case."""

from litestar import Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, JSONBody

from ....cases.queries import case_for
from ....people.access import Me
from ....platform.errors import NotFound
from ....platform.events import request_id
from ....platform.web import Db, Ref, Request
from ...actions import escalate_case
from ...checklist import Brief, Incomplete
from ...queries import MOST, VIEWS, escalation_for, inbox, usual_view
from .shapes import EscalationIn, EscalationLineOut, EscalationOut, GapsOut


@get("/api/escalations")
async def list_escalations(
    db: Db, person: Me, view: FromQuery[str] = "", after: FromQuery[str] = ""
) -> list[EscalationLineOut]:
    """`view` is group, sent, all or closed. What waits for triage comes first; at most 200, and with `after` those behind that one."""
    seen = view or usual_view(person)
    if seen not in VIEWS:
        raise NotFound(f"There is no view {seen}; take one of {', '.join(VIEWS)}.")
    return [EscalationLineOut.of(line) for line in await inbox(db, person, seen, after=after, limit=MOST)]


@get("/api/escalations/{ref:str}")
async def read_escalation(db: Db, person: Me, ref: Ref) -> EscalationOut:
    return EscalationOut.of(await escalation_for(db, person, ref))


LACKING = "What the group needs to begin is missing: `fields` has a sentence for each."


def tell_gaps(_request: Request, incomplete: Incomplete) -> Response[GapsOut]:
    gaps = GapsOut(detail=str(incomplete), request_id=request_id.get() or "", fields=incomplete.gaps)
    return Response(gaps, status_code=422)


@post(
    "/api/cases/{ref:str}/escalations",
    exception_handlers={Incomplete: tell_gaps},
    responses={422: ResponseSpec(GapsOut, generate_examples=False, description=LACKING)},
)
async def create_escalation(db: Db, person: Me, ref: Ref, data: JSONBody[EscalationIn]) -> EscalationOut:
    case = await case_for(db, person, ref)
    brief = Brief(**data.model_dump(exclude={"product_group"}))
    escalation = await escalate_case(db, case, data.product_group, brief, by=person)
    await db.flush()
    return EscalationOut.of(escalation)


HANDLERS = [list_escalations, read_escalation, create_escalation]
