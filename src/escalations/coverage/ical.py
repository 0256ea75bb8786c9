"""Calendars as RFC 5545 writes them: who is on call, for the program on somebody's phone. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from .spans import Span

LONGEST_LINE = 75
"""Octets, not letters (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Entry:
    """`uid` stays the same however often the calendar is read."""

    uid: str
    span: Span
    summary: str
    description: str = ""


def written(name: str, entries: Iterable[Entry], at: datetime) -> str:
    head = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Escalations//On call//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M",
    ]  # fmt: skip
    lines = [*head, *(line for entry in entries for line in _event(entry, at)), "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry: Entry, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_moment(at)}"
    yield f"DTSTART:{_moment(entry.span.start)}"
    yield f"DTEND:{_moment(entry.span.end)}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign, told in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        flat = flat.replace(sign, told)
    return "".join(letter for letter in flat if letter >= " " or letter == "\t")


def folded(line: str) -> str:
    """Never within a letter, however many octets it has."""
    parts, part, room = [], b"", LONGEST_LINE
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", LONGEST_LINE - 1
        part += octets
    return "\r\n ".join(one.decode() for one in [*parts, part])
