"""The two summaries, and the one that may become a reply."""

from litestar import post

from ...people.access import Me
from ...platform.errors import Refused, Stale
from ...platform.web import Db, HtmlResponse, Ref, Request, read_form
from ..actions import prepare_replies, revise_summary
from ..forms import SummaryForm
from ..queries import engagement_for, summary_of
from .showing import clash, mend, told


@post("/rapid-response/engagements/{ref:str}/summaries")
async def create_summary(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    form = await read_form(request, SummaryForm)
    form_of = f"summary_{form.typed.get('audience', '')}"
    if form.errors:
        return await mend(request, db, person, engagement, form, form_of)
    said = form.value
    try:
        await revise_summary(db, engagement, said.audience, said.body, version=said.version, by=person)
    except Refused as refused:
        return await clash(request, db, person, engagement, form, form_of, refused=refused)
    except Stale:
        theirs = await summary_of(db, engagement, said.audience)
        return await clash(request, db, person, engagement, form, form_of, theirs=theirs)
    return await told(request, db, person, engagement, "The summary is saved.")


@post("/rapid-response/engagements/{ref:str}/prepared-replies")
async def create_prepared_replies(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    engagement = await engagement_for(db, person, ref, lock=True)
    count = await prepare_replies(db, engagement, by=person)
    words = "It stands in the composer of its case." if count == 1 else f"It stands in the composers of {count} cases."
    return await told(request, db, person, engagement, words)


HANDLERS = [create_summary, create_prepared_replies]
