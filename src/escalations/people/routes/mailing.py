"""Of what somebody is mailed."""

from litestar import post

from ...platform.errors import NotFound
from ...platform.web import Db, HtmlResponse, Request, read_form
from ...platform.web.pages import went
from ..access import Me
from ..actions import choose_mention_mail
from ..forms import MentionMailForm


@post("/me/mention-mail")
async def create_mention_mail(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, MentionMailForm)
    if form.errors:
        raise NotFound
    await choose_mention_mail(db, person, form.value.when, by=person)
    return went(request, f"/people/{person.ref}")


HANDLERS = [create_mention_mail]
