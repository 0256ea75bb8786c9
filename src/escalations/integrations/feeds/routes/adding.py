"""Adding a feed. Its secret is shown once, on the answer itself, and never again."""

from typing import Any

from litestar import get, post

from ....people.access import Me
from ....people.models import Person
from ....people.queries import open_boundaries
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.web import Db, Form, HtmlResponse, Request, invalid, page, read_form
from ..actions import NewFeed, add_feed
from ..forms import AddFeed
from ..models.words import KINDS, POLLED, SIGNED
from ..presenting import address_of, family_choices

GOOGLE = "https://status.cloud.google.com/incidents.json"


@get("/feeds/new")
async def new_feed(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "administer")
    return page(request, "feeds/new.html", **await _choices(db, person, request.query_params.get("kind", "")))


@post("/feeds")
async def create_feed(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "administer")
    form = await read_form(request, AddFeed)
    kind = str(form.typed.get("kind", ""))
    if form.errors:
        return invalid(request, "feeds/new.html", form, **await _choices(db, person, kind))
    try:
        feed, secret = await add_feed(db, NewFeed(**form.value.model_dump()), by=person)
    except Refused as problem:
        return invalid(request, "feeds/new.html", form.refuse("", str(problem)), **await _choices(db, person, kind))
    return page(request, "feeds/created.html", feed=feed, secret=secret, address=address_of(feed), rotated=False)


async def _choices(db: Session, person: Person, kind: str, form: Form[Any] | None = None) -> dict[str, Any]:
    return {
        "kind": kind if kind in KINDS and kind != "archive" else "",
        "kinds": {key: name for key, name in KINDS.items() if key != "archive"},
        "is_signed": kind in SIGNED,
        "is_polled": kind in POLLED,
        "poll_url": GOOGLE,
        "families": family_choices(),
        "boundaries": sorted(await open_boundaries(db, person)),
    }


HANDLERS = [new_feed, create_feed]
