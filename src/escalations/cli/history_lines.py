"""A line of a history file: what it may say, and how it is said what is wrong with it."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec

LONGEST_TEXT = 60_000
Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
Named = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Said(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`by` is the customer, an engineer to the customer, or a note among ourselves; `author` an e-mail address or a name."""

    by: Literal["customer", "engineer", "note"]
    at: datetime
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TEXT)]
    author: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Line(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    key: Named
    customer: Named
    title: Annotated[str, msgspec.Meta(min_length=5, max_length=200)]
    description: Text
    opened_at: datetime
    severity: Literal["A", "B", "C"] = "C"
    contact: Annotated[str, msgspec.Meta(max_length=200)] = ""
    product: str | None = None
    family: str | None = None
    region: str | None = None
    error_codes: Annotated[list[str], msgspec.Meta(max_length=50)] = []
    resources: Annotated[list[str], msgspec.Meta(max_length=50)] = []
    language: Annotated[str, msgspec.Meta(min_length=2, max_length=10)] = "en"
    problem_started_at: datetime | None = None
    owner: str | None = None
    closed_at: datetime | None = None
    resolution: str | None = None
    note: Text = ""
    messages: list[Said] = []
    import_error: str = ""


class LineProblem(ValueError):
    """Why a line cannot become a case, and what to write instead."""


_decoder = msgspec.json.Decoder(Line)


def read_line(line: bytes) -> Line:
    """A moment without a zone is UTC."""
    try:
        return _decoder.decode(line.replace(b"\\u0000", b""))
    except msgspec.ValidationError as wrong:
        raise LineProblem(f"{_in_words(str(wrong))}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise LineProblem(f"The line is not JSON ({wrong}). Write one object on each line.") from None


def _in_words(told: str) -> str:
    what, _, where = told.partition(" - at `$")
    place = where.rstrip("`").lstrip(".")
    if "unknown field" in what:
        return f"{what}. Leave it out, or give what it holds under one of the known names"
    return f"“{place}”: {what}" if place else what


def in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
