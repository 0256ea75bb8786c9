"""Engagements over the JSON API."""

from datetime import datetime

from litestar import get, post
from litestar.params import JSONBody
from pydantic import AwareDatetime, BaseModel

from ...cases.queries import case_for
from ...people.access import Me
from ...people.queries import person_for
from ...platform.db import Session
from ...platform.web import Db, Ref
from ..actions import add_case, add_step, give_update, prepare_replies, revise_summary, stand_down_engagement, take_role
from ..forms import AddCase, RoleForm, StandDown, StepForm, SummaryForm
from ..models import Engagement
from ..queries import cases_in, engagement_for, holder_of, open_promise, summaries_of
from ..queries.listed import open_engagements
from .planning import step_in


class EngagementOut(BaseModel):
    ref: str
    state: str
    title: str
    reason: str
    cases: list[str]
    lead_id: int | None
    next_update_at: datetime | None
    summaries: dict[str, str]
    requested_at: datetime
    taken_at: datetime | None
    stood_down_at: datetime | None
    stand_down_note: str
    learned: str

    @classmethod
    async def of(cls, db: Session, engagement: Engagement) -> "EngagementOut":
        lead, promise = await holder_of(db, engagement, "lead"), await open_promise(db, engagement)
        shared = (
            "ref",
            "state",
            "title",
            "reason",
            "requested_at",
            "taken_at",
            "stood_down_at",
            "stand_down_note",
            "learned",
        )
        return cls(
            **{name: getattr(engagement, name) for name in shared},
            cases=[case.ref for case in await cases_in(db, engagement)],
            lead_id=lead.person_id if lead else None,
            next_update_at=promise.due_at if promise else None,
            summaries={audience: one.body for audience, one in (await summaries_of(db, engagement)).items()},
        )


class NextUpdate(BaseModel):
    next_at: AwareDatetime


@get("/api/rapid-response/engagements")
async def read_engagements(db: Db, person: Me) -> list[str]:
    """Refs of those that are open; what waits for somebody first."""
    return [line.ref for line in await open_engagements(db)]


@get("/api/rapid-response/engagements/{ref:str}")
async def read_engagement(db: Db, person: Me, ref: Ref) -> EngagementOut:
    return await EngagementOut.of(db, await engagement_for(db, person, ref))


@post("/api/rapid-response/engagements/{ref:str}/cases")
async def api_add_case(db: Db, person: Me, ref: Ref, data: JSONBody[AddCase]) -> EngagementOut:
    case = await case_for(db, person, data.case, lock=True)
    engagement = await engagement_for(db, person, ref, lock=True)
    await add_case(db, engagement, case, by=person)
    return await EngagementOut.of(db, engagement)


@post("/api/rapid-response/engagements/{ref:str}/roles")
async def api_take_role(db: Db, person: Me, ref: Ref, data: JSONBody[RoleForm]) -> EngagementOut:
    engagement = await engagement_for(db, person, ref, lock=True)
    who = await person_for(db, data.person) if data.person else person
    await take_role(db, engagement, data.role, who, over=data.over, by=person)
    return await EngagementOut.of(db, engagement)


@post("/api/rapid-response/engagements/{ref:str}/updates")
async def api_give_update(db: Db, person: Me, ref: Ref, data: JSONBody[NextUpdate]) -> EngagementOut:
    engagement = await engagement_for(db, person, ref, lock=True)
    await give_update(db, engagement, data.next_at, by=person)
    return await EngagementOut.of(db, engagement)


@post("/api/rapid-response/engagements/{ref:str}/steps")
async def api_add_step(db: Db, person: Me, ref: Ref, data: JSONBody[StepForm]) -> EngagementOut:
    engagement = await engagement_for(db, person, ref)
    await add_step(db, engagement, step_in(data, person), by=person)
    return await EngagementOut.of(db, engagement)


@post("/api/rapid-response/engagements/{ref:str}/summaries")
async def api_revise_summary(db: Db, person: Me, ref: Ref, data: JSONBody[SummaryForm]) -> EngagementOut:
    engagement = await engagement_for(db, person, ref, lock=True)
    await revise_summary(db, engagement, data.audience, data.body, version=data.version, by=person)
    return await EngagementOut.of(db, engagement)


@post("/api/rapid-response/engagements/{ref:str}/prepared-replies")
async def api_prepare_replies(db: Db, person: Me, ref: Ref) -> EngagementOut:
    engagement = await engagement_for(db, person, ref, lock=True)
    await prepare_replies(db, engagement, by=person)
    return await EngagementOut.of(db, engagement)


@post("/api/rapid-response/engagements/{ref:str}/stand-down")
async def api_stand_down(db: Db, person: Me, ref: Ref, data: JSONBody[StandDown]) -> EngagementOut:
    engagement = await engagement_for(db, person, ref, lock=True)
    await stand_down_engagement(db, engagement, data.note, data.learned, by=person)
    return await EngagementOut.of(db, engagement)


HANDLERS = [
    read_engagements, read_engagement, api_add_case, api_take_role, api_give_update, api_add_step, api_revise_summary, api_prepare_replies,
    api_stand_down,
]  # fmt: skip
