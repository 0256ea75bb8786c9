"""Trackers: the list with what is late, a new one, a new key, on and off."""

from typing import Any

from litestar import get, post

from ....catalog.loading import catalogue
from ....people.access import Me
from ....people.models import Person
from ....people.queries import open_boundaries
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused
from ....platform.settings import settings
from ....platform.web import Db, HtmlResponse, Ref, Request, invalid, page, read_form
from ....platform.web.pages import went
from ..actions import NewTracker, add_key, add_tracker, switch_tracker
from ..forms import AddTracker
from ..models import KINDS, Tracker
from ..queries import late_items, tracker_for, trackers


@get("/trackers")
async def index_trackers(request: Request, db: Db, person: Me) -> HtmlResponse:
    allow(person, "administer")
    return page(request, "trackers/index.html", **await _about(db, person))


@post("/trackers")
async def create_tracker(request: Request, db: Db, person: Me) -> HtmlResponse:
    """Answers with the page on which the secret of its webhook stands, once."""
    allow(person, "administer")
    form = await read_form(request, AddTracker)
    if form.errors:
        return invalid(request, "trackers/index.html", form, **await _about(db, person))
    try:
        tracker, secret = await add_tracker(db, NewTracker(**form.value.model_dump()), by=person)
    except Refused as problem:
        return invalid(request, "trackers/index.html", form.refuse("", str(problem)), **await _about(db, person))
    return _created(request, tracker, secret)


@post("/trackers/{ref:str}/keys")
async def create_tracker_key(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    tracker = await tracker_for(db, person, ref)
    return _created(request, tracker, await add_key(db, tracker, by=person))


@post("/trackers/{ref:str}/activation")
async def create_tracker_activation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    await switch_tracker(db, await tracker_for(db, person, ref), on=True, by=person)
    return went(request, "/trackers")


@post("/trackers/{ref:str}/deactivation")
async def create_tracker_deactivation(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    await switch_tracker(db, await tracker_for(db, person, ref), on=False, by=person)
    return went(request, "/trackers")


def _created(request: Request, tracker: Tracker, secret: str) -> HtmlResponse:
    address = f"{settings().public_url.rstrip('/')}/inbound/trackers/{tracker.boundary}/{tracker.key}"
    return page(request, "trackers/created.html", tracker=tracker, secret=secret, address=address)


async def _about(db: Session, person: Person) -> dict[str, Any]:
    found = await trackers(db)
    return {
        "trackers": [(one, await late_items(db, one)) for one in found],
        "kinds": list(KINDS.items()),
        "groups": [(one.key, one.name) for one in catalogue().product_groups.values()],
        "boundaries": sorted(await open_boundaries(db, person)),
    }


HANDLERS = [
    index_trackers, create_tracker, create_tracker_key, create_tracker_activation, create_tracker_deactivation,
]  # fmt: skip
