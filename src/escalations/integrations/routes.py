"""What has not gone out, and why."""

from litestar import get, post
from litestar.params import FromPath

from ..people.access import Me
from ..people.roles import allow
from ..platform.web import Db, HtmlResponse, Request, changed, page
from .actions import release_mail
from .queries import mail_for, mail_not_sent, mail_standing


@get("/mail")
async def index_mail(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "administer")
    return page(
        request,
        "integrations/index.html",
        topics=["mail"],
        mails=await mail_not_sent(db),
        standing=await mail_standing(db),
    )


@post("/mail/{mail_id:int}/release")
async def create_release(request: Request, db: Db, person: Me, mail_id: FromPath[int]) -> HtmlResponse:
    mail = await mail_for(db, mail_id, lock=True)
    await release_mail(db, mail, by=person)
    return changed(request, "integrations/release/create.html", page="/mail", toast="It goes out now.", mail=mail)


HANDLERS = [index_mail, create_release]
