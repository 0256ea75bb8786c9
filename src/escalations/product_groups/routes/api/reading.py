"""Escalations for programs: listed, read, and made of a case."""

from typing import Any

from litestar import Response, get, post
from litestar.params import JSONBody

from ....cases.queries import case_for
from ....people.access import Me
from ....platform.errors import NotFound
from ....platform.web import Db, Ref, Request
from ...actions import escalate_case
from ...checklist import Brief, Incomplete
from ...queries import MOST, VIEWS, escalation_for, inbox, usual_view
from .shapes import EscalationIn, EscalationOut


@get("/api/escalations")
async def list_escalations(request: Request, db: Db, person: Me) -> list[dict[str, Any]]:
    """`view` is group, sent, all or closed. What waits for triage comes first; at most 200, and with `after` those behind that one."""
    view = request.query_params.get("view") or usual_view(person)
    if view not in VIEWS:
        raise NotFound(f"There is no view {view}; take one of {', '.join(VIEWS)}.")
    told = (
        "ref",
        "title",
        "customer",
        "group_name",
        "severity",
        "state",
        "opened_at",
        "closed_at",
        "plan",
        "covered",
        "weight",
        "cases",
        "asked",
        "snoozed_until",
    )
    lines = await inbox(db, person, view, after=request.query_params.get("after", ""), limit=MOST)
    return [
        {name: getattr(line, name) for name in told} | {"due_at": line.clock.due_at if line.clock else None}
        for line in lines
    ]


@get("/api/escalations/{ref:str}")
async def read_escalation(db: Db, person: Me, ref: Ref) -> EscalationOut:
    return EscalationOut.of(await escalation_for(db, person, ref))


@post("/api/cases/{ref:str}/escalations")
async def create_escalation(
    db: Db, person: Me, ref: Ref, data: JSONBody[EscalationIn]
) -> Response[EscalationOut | dict[str, Any]]:
    case = await case_for(db, person, ref)
    brief = Brief(**data.model_dump(exclude={"product_group"}))
    try:
        escalation = await escalate_case(db, case, data.product_group, brief, by=person)
    except Incomplete as incomplete:
        return Response({"error": "Incomplete", "detail": str(incomplete), "fields": incomplete.gaps}, status_code=422)
    await db.flush()
    return Response(EscalationOut.of(escalation), status_code=201)


HANDLERS = [list_escalations, read_escalation, create_escalation]
