"""What a text will look like, by the one way in which texts become HTML."""

from litestar import post
from litestar.params import JSONBody
from pydantic import BaseModel

from ...people.access import Me
from ...platform.text import to_html
from ...platform.web import Db, HtmlResponse, Ref, Request, page, read_form
from ..forms import Drafted
from ..queries import case_for


class Rendered(BaseModel):
    html: str


@post("/cases/{ref:str}/preview", status_code=200)
async def create_text_preview(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """Nothing is kept of it."""
    case = await case_for(db, person, ref)
    typed = (await read_form(request, Drafted)).parsed or Drafted(text="")
    return page(request, "cases/replies/_preview.html", case=case, text=typed.text)


@post("/api/cases/{ref:str}/preview", status_code=200)
async def api_text_preview(db: Db, person: Me, ref: Ref, data: JSONBody[Drafted]) -> Rendered:
    await case_for(db, person, ref)
    return Rendered(html=str(to_html(data.text)))


HANDLERS = [create_text_preview, api_text_preview]
