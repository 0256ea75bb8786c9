"""Who else is at a case: the page says that it is open and what is done there, and is told of the others."""

from datetime import datetime
from typing import Literal

from litestar import delete, get, post, put
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel, Field

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.web import Db, HtmlResponse, Ref, Request, page, read_form
from ..actions import leave_case, stay_at_case
from ..models import Case
from ..queries import case_for
from ..queries.visits import Visitor, visitors_of

PART = "cases/visits/_visitors.html"


class Visit(BaseModel):
    doing: Literal["viewing", "replying", "noting"] = Field("viewing")
    tab: str = Field("", max_length=16)


class Leaving(BaseModel):
    tab: str = Field("", max_length=16)


class VisitorOut(BaseModel):
    person_id: int
    name: str
    doing: str
    at: datetime

    @classmethod
    def of(cls, one: Visitor) -> "VisitorOut":
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


@get("/cases/{ref:str}/visits")
async def show_visits(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """For those who only read: they see who is there and are not seen."""
    return await _others(request, db, await case_for(db, person, ref), person, "viewing")


@post("/cases/{ref:str}/visits", status_code=200)
async def create_visit(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    form = await read_form(request, Visit)
    doing, tab = (form.value.doing, form.value.tab) if not form.errors else ("viewing", "")
    await stay_at_case(db, case, doing, by=person, tab=tab)
    return await _others(request, db, case, person, doing)


@post("/cases/{ref:str}/visits/withdrawal", status_code=204)
async def create_visit_withdrawal(request: Request, db: Db, person: Me, ref: Ref) -> None:
    case, form = await case_for(db, person, ref), await read_form(request, Leaving)
    await leave_case(db, case, by=person, tab="" if form.errors else form.value.tab)


async def _others(request: Request, db: Session, case: Case, person: Person, doing: str) -> HtmlResponse:
    others = await visitors_of(db, case, but=person)
    both = [one for one in others if one.doing == doing == "replying"]
    return page(request, PART, others=others, both=both)


@get("/api/cases/{ref:str}/visits")
async def api_visits(db: Db, person: Me, ref: Ref) -> list[VisitorOut]:
    return [VisitorOut.of(one) for one in await visitors_of(db, await case_for(db, person, ref), but=person)]


@put("/api/cases/{ref:str}/visits")
async def api_stay(db: Db, person: Me, ref: Ref, data: JSONBody[Visit]) -> list[VisitorOut]:
    """Lasts a minute. Answers who else is there."""
    case = await case_for(db, person, ref)
    await stay_at_case(db, case, data.doing, by=person, tab=data.tab)
    return [VisitorOut.of(one) for one in await visitors_of(db, case, but=person)]


@delete("/api/cases/{ref:str}/visits")
async def api_leave(db: Db, person: Me, ref: Ref, tab: FromQuery[str] = "") -> None:
    await leave_case(db, await case_for(db, person, ref), by=person, tab=tab)


HANDLERS = [show_visits, create_visit, create_visit_withdrawal, api_visits, api_stay, api_leave]
