"""Calendars that other programs read, and the addresses under which they do."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.params import FromPath

from ...catalog.loading import catalogue
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Scope, Session, enter
from ...platform.errors import NotFound
from ...platform.security import fingerprint
from ...platform.settings import settings
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Ref, Request, Response, invalid, open_to_everyone, page, read_form
from ...platform.web.pages import went
from ..actions.absenting import allow_for
from ..actions.calendars import make_calendar_key, revoke_calendar_key
from ..actions.importing import import_calendar
from ..forms import CalendarFileForm
from ..ical import Entry, written
from ..ical_reading import BadCalendar, read_calendar
from ..models import CalendarKey, Rotation
from ..queries import (
    calendar_key_for,
    calendar_key_with,
    calendar_keys_of,
    calendar_source_of,
    rotation_for,
    rotations,
    shifts_between,
)
from ..spans import Span

PAST, AHEAD = timedelta(days=28), timedelta(days=56)


@get("/calendars/{token:str}")
@open_to_everyone("the address itself is the secret, and shows no more than its owner may see at that moment")
async def read_calendar_address(db: Db, token: Ref) -> Response[str]:
    """Answers as if there were no such calendar once it was revoked, and once its owner has left or may not see the rotation."""
    await enter(db, Scope.system(*catalogue().boundaries))
    found = await calendar_key_with(db, fingerprint(token.removesuffix(".ics")))
    if found is None:
        raise NotFound("There is no such calendar.")
    key, person = found
    await enter(db, Scope.person(person.id))
    return Response(
        await _calendar(db, key),
        media_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=300"},
    )


async def _calendar(db: Session, key: CalendarKey) -> str:
    span, named = Span(now() - PAST, now() + AHEAD), {one.id: one for one in await rotations(db, ended=True)}
    if key.rotation_id is not None and key.rotation_id not in named:
        raise NotFound("There is no such calendar.")
    shifts = await shifts_between(
        db,
        span,
        rotations=[key.rotation_id] if key.rotation_id else None,
        people=None if key.rotation_id else [key.person_id],
    )
    name = named[key.rotation_id].name if key.rotation_id else "My on-call shifts"
    entries = [
        Entry(
            f"on-call-{one.rotation_id}-{one.span.start:%Y%m%dT%H%M}@escalations",
            one.span,
            f"On call: {named[one.rotation_id].name}" if not key.rotation_id else one.name,
            _where(named[one.rotation_id]),
        )
        for one in shifts
        if one.rotation_id in named
    ]
    return written(name, entries, now())


def _where(rotation: Rotation) -> str:
    return f"{settings().public_url}/on-call/{rotation.ref}"


PAGE = "coverage/calendars.html"


@get("/me/calendars")
async def show_calendars(request: Request, db: Db, person: Me) -> HtmlResponse:
    return page(request, PAGE, **await about_calendars(db, person))


async def about_calendars(db: Session, person: Person) -> dict[str, Any]:
    """`address` and `imported` are told once, on the answer to what made them."""
    return {
        "keys": await calendar_keys_of(db, person),
        "rotations": {one.id: one for one in await rotations(db, ended=True)},
        "source": await calendar_source_of(db, person),
        "address": "",
        "imported": None,
    }


@post(["/me/calendar-keys", "/on-call/{ref:str}/calendar-keys"])
async def create_calendar_key(request: Request, db: Db, person: Me, ref: Ref = "") -> HtmlResponse:
    """Answers with the page on which the address stands, once."""
    token = await make_calendar_key(db, await rotation_for(db, ref) if ref else None, by=person)
    address = f"{settings().public_url}/calendars/{token}.ics"
    return page(request, PAGE, **(await about_calendars(db, person) | {"address": address}))


@post("/me/calendar-keys/{key_id:int}/revocation")
async def create_key_revocation(request: Request, db: Db, person: Me, key_id: FromPath[int]) -> HtmlResponse:
    await revoke_calendar_key(db, await calendar_key_for(db, person, key_id), by=person)
    return went(request, "/me/calendars")


@post("/me/calendar-imports")
async def create_calendar_import(request: Request, db: Db, person: Me) -> HtmlResponse:
    """Answers with what was taken over and what was not."""
    allow_for(person, person)
    form = await read_form(request, CalendarFileForm)
    if form.errors:
        return invalid(request, PAGE, form, **await about_calendars(db, person))
    try:
        found = read_calendar(await form.value.file.read(), ZoneInfo(person.time_zone))
    except BadCalendar as problem:
        return invalid(request, PAGE, form.refuse("file", str(problem)), **await about_calendars(db, person))
    imported = await import_calendar(db, person, found, by=person)
    return page(request, PAGE, **(await about_calendars(db, person) | {"imported": imported}))


HANDLERS = [read_calendar_address, show_calendars, create_calendar_key, create_key_revocation, create_calendar_import]
