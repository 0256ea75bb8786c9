"""Naming the calendar that is asked for one's own absences."""

from litestar import post

from ...coverage.forms import CalendarAddressForm
from ...coverage.routes.calendars import PAGE, about_calendars
from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, HtmlResponse, Request, invalid, read_form
from ...platform.web.pages import went
from .actions import set_calendar_source


@post("/me/calendar-source")
async def create_calendar_source(request: Request, db: Db, person: Me) -> HtmlResponse:
    form = await read_form(request, CalendarAddressForm)
    if form.errors:
        return invalid(request, PAGE, form, **await about_calendars(db, person))
    try:
        await set_calendar_source(db, person, form.value.address.strip(), by=person)
    except Refused as problem:
        return invalid(request, PAGE, form.refuse("address", str(problem)), **await about_calendars(db, person))
    return went(request, "/me/calendars")


HANDLERS = [create_calendar_source]
