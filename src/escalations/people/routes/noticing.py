"""What concerns me: the notices, and how many of them are news."""

from litestar import get, post

from ...platform.web import Db, HtmlResponse, Request, changed, page, read_form
from ..access import Me
from ..actions import see_notices
from ..forms import SeenForm
from ..queries import notices_of, unseen_notices


@get("/notices")
async def index_notices(request: Request, db: Db, person: Me) -> HtmlResponse:
    notices, unseen = await notices_of(db, person), await unseen_notices(db, person)
    return page(request, "people/notices.html", topics=[f"notices/{person.id}"], notices=notices, unseen=unseen)


@get("/notices/bell")
async def show_bell(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, "people/notices/_bell.html", unseen=await unseen_notices(db, person))


@post("/notices/sight")
async def create_sight(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, SeenForm)
    if not form.errors:
        await see_notices(db, person, up_to=form.value.up_to)
    await db.flush()
    return changed(
        request, "people/notices/sight/create.html", page="/notices", notices=await notices_of(db, person), unseen=0
    )


HANDLERS = [index_notices, show_bell, create_sight]
