"""The JSON API of escalations: the same queries and verbs."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import JSONBody
from pydantic import BaseModel, Field

from ...cases.queries import case_for
from ...people.access import Me
from ...platform.errors import NotFound
from ...platform.web import Db, Ref, Request
from ..actions import (
    accept_escalation,
    comment_on_escalation,
    escalate_case,
    resolve_escalation,
    return_escalation,
    withdraw_escalation,
)
from ..checklist import Brief, Incomplete
from ..forms import LONGEST, CommentOnEscalation, Reason, ResolveEscalation, ReturnEscalation, WithdrawEscalation
from ..models import Escalation, EscalationComment
from ..queries import VIEWS, escalation_for, inbox, usual_view


class EscalationIn(BaseModel):
    """`answers` by need of the group's checklist."""

    product_group: str = Field(max_length=60)
    reason: Reason
    asked: str = Field("", max_length=LONGEST)
    business_impact: str = Field("", max_length=LONGEST)
    tried: str = Field("", max_length=LONGEST)
    environment: str = Field("", max_length=LONGEST)
    answers: dict[str, str] = Field(default_factory=dict, max_length=50)


class EscalationOut(BaseModel):
    """An escalation as programs see it. Times are UTC."""

    ref: str
    version: int
    boundary: str
    case_ref: str
    product_group: str
    reason: str
    severity: str
    state: str
    asked: str
    business_impact: str
    tried: str
    environment: str
    answers: dict[str, str]
    opened_at: datetime
    accepted_at: datetime | None
    return_code: str | None
    missing_need: str | None
    closing_note: str
    closed_at: datetime | None

    @classmethod
    def of(cls, escalation: Escalation) -> "EscalationOut":
        return cls(**{name: getattr(escalation, name) for name in cls.model_fields})


class CommentOut(BaseModel):
    id: int
    body: str
    at: datetime
    author_name: str

    @classmethod
    def of(cls, comment: EscalationComment) -> "CommentOut":
        return cls(**{name: getattr(comment, name) for name in cls.model_fields})


@get("/api/escalations")
async def list_escalations(request: Request, db: Db, person: Me) -> list[dict[str, Any]]:
    """`view` is group, sent, all or closed. What waits for triage comes first."""
    view = request.query_params.get("view") or usual_view(person)
    if view not in VIEWS:
        raise NotFound(f"There is no view {view}; take one of {', '.join(VIEWS)}.")
    told = ("ref", "title", "customer", "group_name", "severity", "state", "opened_at", "closed_at")
    lines = await inbox(db, person, view)
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


@post("/api/escalations/{ref:str}/acceptance")
async def create_acceptance(db: Db, person: Me, ref: Ref) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await accept_escalation(db, escalation, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/return")
async def create_return(db: Db, person: Me, ref: Ref, data: JSONBody[ReturnEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await return_escalation(db, escalation, data.code, data.comment, missing_need=data.missing_need, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/resolution")
async def create_resolution(db: Db, person: Me, ref: Ref, data: JSONBody[ResolveEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await resolve_escalation(db, escalation, data.resolution, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/withdrawal")
async def create_withdrawal(db: Db, person: Me, ref: Ref, data: JSONBody[WithdrawEscalation]) -> EscalationOut:
    escalation = await escalation_for(db, person, ref)
    await withdraw_escalation(db, escalation, data.reason, by=person)
    return await _after(db, escalation)


@post("/api/escalations/{ref:str}/comments")
async def create_comment(db: Db, person: Me, ref: Ref, data: JSONBody[CommentOnEscalation]) -> CommentOut:
    escalation = await escalation_for(db, person, ref)
    return CommentOut.of(await comment_on_escalation(db, escalation, data.body, by=person))


async def _after(db: Db, escalation: Escalation) -> EscalationOut:
    """With the version that the save gave it."""
    await db.flush()
    return EscalationOut.of(escalation)


HANDLERS = [
    list_escalations,
    read_escalation,
    create_escalation,
    create_acceptance,
    create_return,
    create_resolution,
    create_withdrawal,
    create_comment,
]
