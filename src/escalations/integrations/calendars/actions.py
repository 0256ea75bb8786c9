"""A calendar that is asked again and again, and what comes of it."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ...coverage.actions.absenting import allow_for
from ...coverage.actions.importing import import_calendar
from ...coverage.events import CalendarSourceSet
from ...coverage.ical_reading import BadCalendar, read_calendar
from ...coverage.models import CalendarSource
from ...coverage.queries import calendar_source_of
from ...people.models import Person
from ...platform import jobs
from ...platform.db import Scope, Session, nothing_to_record, transaction
from ...platform.errors import Refused
from ...platform.events import SYSTEM, record
from ...platform.time import now
from ..feeds.fetching import Fetched, Unfetchable, fetch, refuse_address


async def set_calendar_source(db: Session, person: Person, url: str, *, by: Person) -> None:
    """An empty address ends it; absences that came from it stay until the next file or address says otherwise."""
    allow_for(person, by)
    url = "https://" + url.removeprefix("webcal://") if url.startswith("webcal://") else url
    source = await calendar_source_of(db, person, lock=True)
    if (source.url if source else "") == url:
        return
    if url:
        try:
            refuse_address(url)
        except Unfetchable as problem:
            raise Refused(str(problem)) from problem
    if source:
        await db.delete(source)
        await db.flush()
    new = CalendarSource(person_id=person.id, url=url)
    if url:
        db.add(new)
        await db.flush()
    await record(db, CalendarSourceSet(host=urlsplit(url).hostname or ""), on=person, by=by)
    if url:
        await jobs.enqueue(db, [jobs.Job("poll_calendar", {"person": person.id}, key=f"poll-calendar/{person.id}")])
    await db.flush()


async def poll_calendar(person_id: int) -> str:
    """In two short transactions, with none open while it is asked. The problem in words, or nothing."""
    async with transaction(Scope.person(person_id)) as db:
        person = await db.get_one(Person, person_id)
        source = await calendar_source_of(db, person)
    if source is None or person.disabled_at is not None:
        return ""
    answer = await _ask(source)
    async with transaction(Scope.person(person_id)) as db:
        nothing_to_record(db, "that a calendar was asked is no fact about anybody")
        person = await db.get_one(Person, person_id)
        again = await calendar_source_of(db, person, lock=True)
        if again is not None and again.url == source.url:
            again.polled_at = now()
            again.problem = answer if isinstance(answer, str) else await _take(db, person, again, answer)
            return again.problem
    return ""


async def _ask(source: CalendarSource) -> Fetched | str:
    try:
        return await fetch(
            source.url, etag=source.etag, last_modified=source.last_modified, accept="text/calendar, */*"
        )
    except Unfetchable as problem:
        return str(problem)


async def _take(db: Session, person: Person, source: CalendarSource, answer: Fetched) -> str:
    source.seen_at = now()
    if answer.body is None:
        return ""
    try:
        await import_calendar(db, person, read_calendar(answer.body, ZoneInfo(person.time_zone)), by=SYSTEM)
    except BadCalendar as problem:
        return str(problem)
    source.etag, source.last_modified = answer.etag, answer.last_modified
    return ""
