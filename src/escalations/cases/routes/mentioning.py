"""Whom a note could speak to, as one types."""

from litestar import get
from litestar.params import FromQuery
from pydantic import BaseModel

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ..queries import case_for
from ..queries.mentions import offered


class Mentionable(BaseModel):
    id: int
    name: str
    email: str


@get("/cases/{ref:str}/mentions")
async def show_mentionable(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    case = await case_for(db, person, ref)
    found = await offered(db, case, request.query_params.get("q", ""), but=person)
    return page(request, "cases/mentions/_options.html", found=found)


@get("/api/cases/{ref:str}/mentions")
async def api_mentionable(db: Db, person: Me, ref: Ref, q: FromQuery[str] = "") -> list[Mentionable]:
    case = await case_for(db, person, ref)
    return [Mentionable(id=one.id, name=one.name, email=one.email) for one in await offered(db, case, q, but=person)]


HANDLERS = [show_mentionable, api_mentionable]
