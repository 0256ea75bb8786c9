"""Of what somebody is mailed, on their page and for programs."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from ...platform.web import Db, HtmlResponse, Request, page, read_form
from ...platform.web.pages import went
from ..access import Me
from ..actions import choose_mention_mail
from ..forms import MentionMailForm
from .about import about


class MentionMail(BaseModel):
    """`unseen`: not before some minutes without a look; `always` or `never`."""

    when: str


@post("/me/mention-mail")
async def create_mention_mail(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, MentionMailForm)
    if form.errors:
        mending = await about(db, person, person, mail_form=form)
        return page(request, "people/show.html", status=422, **mending)
    await choose_mention_mail(db, person, form.value.when, by=person)
    return went(request, f"/people/{person.ref}")


@get("/api/me/mention-mail")
async def read_mention_mail(person: Me) -> MentionMail:
    return MentionMail(when=person.mails_mentions)


@post("/api/me/mention-mail", status_code=200)
async def post_mention_mail(db: Db, person: Me, data: JSONBody[MentionMail]) -> MentionMail:
    await choose_mention_mail(db, person, data.when, by=person)
    return MentionMail(when=person.mails_mentions)


HANDLERS = [create_mention_mail, read_mention_mail, post_mention_mail]
