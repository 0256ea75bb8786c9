"""The JSON API of cases: the same queries and verbs."""

from datetime import datetime
from typing import Literal

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel, Field

from ...customers.queries import customer_for
from ...people.access import Me
from ...people.queries import person_for
from ...platform.db import Session
from ...platform.web import Db, Ref
from ..actions import (
    NewCase,
    assign_case,
    change_severity,
    claim_case,
    close_case,
    follow_up_on,
    link_cases,
    open_case,
    reopen_case,
    resume_case,
    snooze_case,
    unassign_case,
    wait_for,
)
from ..forms import (
    Assignment,
    Closure,
    Link,
    OpenCase,
    Reopening,
    Resumption,
    Unassignment,
)
from ..forms.keyed import Keyed
from ..models import Case
from ..queries import Place, case_for, open_cases


class CaseOut(BaseModel):
    """A case as programs see it. Times are UTC."""

    ref: str
    version: int
    boundary: str
    title: str
    description: str
    customer: str
    family: str
    product: str | None
    region: str | None
    claimed: str
    severity: str
    agreed: str | None
    always_contact_id: int | None
    around_the_clock: bool
    turn: str
    queue: str
    owner: str | None
    error_codes: list[str]
    problem_started_at: datetime | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def of(cls, case: Case) -> "CaseOut":
        told = {name: getattr(case, name) for name in cls.model_fields if name not in ("customer", "owner")}
        return cls(**told, customer=f"CU-{case.customer_id}", owner=f"P-{case.owner_id}" if case.owner_id else None)


class CaseLineOut(BaseModel):
    ref: str
    title: str
    severity: str
    turn: str
    owner: str | None


class NewCaseIn(Keyed, OpenCase):
    error_codes: list[str] = Field(default_factory=list, max_length=50)
    language: str = Field("en", max_length=10)


class SeverityIn(BaseModel):
    """`ground` is one of the list where it goes down; `contact_id` who of the customer said or agreed to it."""

    kind: Literal["claimed", "assessed", "agreed"] = "assessed"
    severity: Literal["A", "B", "C"]
    reason: str = Field(min_length=5, max_length=500)
    ground: str = Field("", max_length=30)
    contact_id: int | None = None
    always_contact_id: int | None = None


class WaitIn(BaseModel):
    on_whom: Literal["customer", "product_group", "third_party"]
    question: str = Field(min_length=5, max_length=1000)
    until: datetime


class SnoozeIn(BaseModel):
    until: datetime
    reason: str = Field(min_length=3, max_length=300)


async def case_out(db: Session, case: Case) -> CaseOut:
    """With the version that the commit will leave."""
    await db.flush()
    return CaseOut.of(case)


@get("/api/cases")
async def list_cases(db: Db, person: Me, after: FromQuery[str] = "") -> list[CaseLineOut]:
    """Open cases, most urgent first, 60 at a time: with `after=C-17` those behind that one, in the place it has now."""
    last = await case_for(db, person, after) if after else None
    place = Place(last.severity, last.due_at, last.id) if last else None
    return [CaseLineOut.model_validate(line, from_attributes=True) for line in await open_cases(db, after=place)]


@get("/api/cases/{ref:str}")
async def read_case(db: Db, person: Me, ref: Ref) -> CaseOut:
    return CaseOut.of(await case_for(db, person, ref))


@post("/api/cases")
async def api_open_case(db: Db, person: Me, data: JSONBody[NewCaseIn]) -> CaseOut:
    customer = await customer_for(db, person, data.customer)
    old = await case_for(db, person, data.follows) if data.follows else None
    told = data.model_dump(exclude={"customer", "follows"})
    case = await open_case(db, NewCase(customer_id=customer.id, channel="api", **told), by=person)
    if old is not None:
        await follow_up_on(db, old, case, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/assignment", status_code=200)
async def api_assign(db: Db, person: Me, ref: Ref, data: JSONBody[Assignment]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await assign_case(db, case, await person_for(db, data.owner), by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/claim", status_code=200)
async def api_claim(db: Db, person: Me, ref: Ref) -> CaseOut:
    case = await case_for(db, person, ref)
    await claim_case(db, case, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/unassignment", status_code=200)
async def api_unassign(db: Db, person: Me, ref: Ref, data: JSONBody[Unassignment]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await unassign_case(db, case, data.reason, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/severity", status_code=200)
async def api_severity(db: Db, person: Me, ref: Ref, data: JSONBody[SeverityIn]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await change_severity(db, case, by=person, **data.model_dump())
    return await case_out(db, case)


@post("/api/cases/{ref:str}/wait", status_code=200)
async def api_wait(db: Db, person: Me, ref: Ref, data: JSONBody[WaitIn]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await wait_for(db, case, data.on_whom, data.question, data.until, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/resumption", status_code=200)
async def api_resume(db: Db, person: Me, ref: Ref, data: JSONBody[Resumption]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await resume_case(db, case, data.because, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/snooze", status_code=200)
async def api_snooze(db: Db, person: Me, ref: Ref, data: JSONBody[SnoozeIn]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await snooze_case(db, case, data.until, data.reason, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/closure", status_code=200)
async def api_close(db: Db, person: Me, ref: Ref, data: JSONBody[Closure]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await close_case(db, case, data.resolution, data.note, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/reopenings", status_code=200)
async def api_reopen(db: Db, person: Me, ref: Ref, data: JSONBody[Reopening]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await reopen_case(db, case, data.reason, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/links", status_code=200)
async def api_link(db: Db, person: Me, ref: Ref, data: JSONBody[Link]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await link_cases(db, case, await case_for(db, person, data.other), data.kind, data.reason, by=person)
    return await case_out(db, case)


HANDLERS = [
    list_cases, read_case, api_open_case, api_assign, api_claim, api_unassign,
    api_severity, api_wait, api_resume, api_snooze, api_close, api_reopen, api_link,
]  # fmt: skip
