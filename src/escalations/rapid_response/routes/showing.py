"""The page of one engagement, and its answers after a verb."""

from typing import Any

from litestar import get

from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.web import Db, Form, HtmlResponse, Ref, Request, changed, conflict, invalid, page
from ..models import Engagement
from ..presenting import about_engagement
from ..queries import engagement_for

PAGE = "rapid_response/engagements/show.html"


@get("/rapid-response/engagements/{ref:str}")
async def show_engagement(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    return page(request, PAGE, **await about_engagement(db, person, await engagement_for(db, person, ref)))


async def told(request: Request, db: Session, person: Person, engagement: Engagement, toast: str) -> HtmlResponse:
    about = await about_engagement(db, person, engagement)
    return changed(request, "rapid_response/engagements/changed.html", page=engagement.url, toast=toast, **about)


async def mend(
    request: Request, db: Session, person: Person, engagement: Engagement, form: Form[Any], form_of: str
) -> HtmlResponse:
    return invalid(request, PAGE, form, **await about_engagement(db, person, engagement, form_of))


async def clash(
    request: Request, db: Session, person: Person, engagement: Engagement, form: Form[Any], form_of: str,
    *, refused: Refused | None = None, theirs: Any = None,
) -> HtmlResponse:  # fmt: skip
    """409 with what was typed: refused in words, or saved by somebody else meanwhile."""
    if refused is not None:
        form.refuse("", str(refused))
    about = await about_engagement(db, person, engagement, form_of)
    return conflict(request, PAGE, form, theirs=theirs, **about)


HANDLERS = [show_engagement]
