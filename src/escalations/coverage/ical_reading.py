"""Entries of a calendar file (RFC 5545) that may be absences. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from re import fullmatch
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .spans import Span

LARGEST = 2 * 1024 * 1024
MOST = 5000
LONG = timedelta(hours=4)


class BadCalendar(ValueError):
    """Why it cannot be read, in words for whoever sent it."""


@dataclass(frozen=True)
class Property:
    value: str
    told: dict[str, str]
    """Its parameters, in capitals."""


@dataclass
class Found:
    """`entries` are stretches by UID; `left_out` says of what was passed over why, in words."""

    entries: dict[str, Span] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def read_calendar(content: bytes, zone: ZoneInfo) -> Found:
    """Whole days, what is marked as out of office, and what takes four hours or more; times without a zone are of `zone`."""
    found = Found()
    events = list(_events(_lines(content)))
    if len(events) > MOST:
        raise BadCalendar(
            f"It holds {len(events)} entries; at most {MOST} are read. Export a calendar of absences alone."
        )
    for event in events:
        _take(event, zone, found)
    return found


def _lines(content: bytes) -> list[str]:
    if len(content) > LARGEST:
        raise BadCalendar("It is larger than 2 MiB. Export a calendar of absences alone.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadCalendar("It is not UTF-8 text, as calendar files are. Choose the .ics file itself.") from problem
    unfolded: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in (" ", "\t") and unfolded:
            unfolded[-1] += line[1:]
        elif line.strip():
            unfolded.append(line.strip())
    if not unfolded or unfolded[0].upper() != "BEGIN:VCALENDAR":
        raise BadCalendar("It does not begin with BEGIN:VCALENDAR. Choose a calendar file (.ics).")
    if unfolded[-1].upper() != "END:VCALENDAR":
        raise BadCalendar("It breaks off before END:VCALENDAR. Export it again.")
    return unfolded


def _events(lines: list[str]) -> Iterator[dict[str, Property]]:
    """The properties of each VEVENT; what stands in its alarms is not its own."""
    inside: list[str] = []
    event: dict[str, Property] = {}
    for line in lines:
        name, told, value = _parted(line)
        if name == "BEGIN":
            inside.append(value.upper())
            event = {} if inside[-1] == "VEVENT" else event
        elif name == "END":
            if not inside or inside.pop() != value.upper():
                raise BadCalendar(f"END:{value[:40]} ends nothing that began. Export it again.")
            if value.upper() == "VEVENT":
                yield event
        elif inside and inside[-1] == "VEVENT":
            event.setdefault(name, Property(value, told))


def _parted(line: str) -> tuple[str, dict[str, str], str]:
    """A colon within quotation marks belongs to a parameter."""
    quoted, end = False, -1
    for place, letter in enumerate(line):
        quoted ^= letter == '"'
        if letter == ":" and not quoted:
            end = place
            break
    if end < 0:
        return line.upper(), {}, ""
    name, *parameters = line[:end].split(";")
    pairs = (one.partition("=") for one in parameters)
    return name.upper(), {key.upper(): value.strip('"') for key, _, value in pairs}, line[end + 1 :]


def _take(event: dict[str, Property], zone: ZoneInfo, found: Found) -> None:
    uid, start = event.get("UID"), event.get("DTSTART")
    named = f"“{event['SUMMARY'].value[:60]}”" if "SUMMARY" in event else "an entry without a title"
    if uid is None or not uid.value or start is None:
        found.left_out.append(f"{named}: has no UID or no beginning")
        return
    if _is(event, "STATUS", "CANCELLED") or _is(event, "TRANSP", "TRANSPARENT"):
        return
    if "RRULE" in event or "RECURRENCE-ID" in event:
        found.left_out.append(f"{named}: repeats, and only single entries are read")
        return
    try:
        span = _span(event, start, zone)
    except (ValueError, OverflowError, ZoneInfoNotFoundError) as problem:
        found.left_out.append(f"{named}: {problem}")
        return
    out_of_office = _is(event, "X-MICROSOFT-CDO-BUSYSTATUS", "OOF")
    if start.told.get("VALUE") == "DATE" or out_of_office or span.length >= LONG:
        found.entries[uid.value[:250]] = span


def _is(event: dict[str, Property], name: str, value: str) -> bool:
    return name in event and event[name].value.upper() == value


def _span(event: dict[str, Property], start: Property, zone: ZoneInfo) -> Span:
    whole_days = start.told.get("VALUE") == "DATE"
    begin = _moment(start, zone)
    if "DTEND" in event:
        end = _moment(event["DTEND"], zone)
    elif "DURATION" in event:
        end = begin + _duration(event["DURATION"].value)
    else:
        end = (
            _moment(Property(f"{_day(start.value) + timedelta(days=1):%Y%m%d}", start.told), zone)
            if whole_days
            else begin
        )
    if end <= begin:
        raise ValueError("it ends before it begins")
    return Span(begin, end)


def _moment(told: Property, zone: ZoneInfo) -> datetime:
    if told.told.get("VALUE") == "DATE" or fullmatch(r"\d{8}", told.value):
        return datetime.combine(_day(told.value), time(), zone).astimezone(UTC)
    if told.value.endswith("Z"):
        return datetime.strptime(told.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = datetime.strptime(told.value, "%Y%m%dT%H%M%S")
    return local.replace(tzinfo=_zone(told.told["TZID"]) if "TZID" in told.told else zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name.lstrip("/"))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError(f"the time zone {name!r} is not one that is known here") from None


def _day(value: str) -> date:
    return datetime.strptime(value, "%Y%m%d").date()


def _duration(value: str) -> timedelta:
    told = fullmatch(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?", value)
    if told is None:
        raise ValueError(f"{value[:20]!r} is no duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in told.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
