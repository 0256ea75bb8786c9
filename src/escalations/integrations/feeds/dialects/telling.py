"""What a delivery tells, the same for every vendor, and the small lenient tools by which each dialect is read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import msgspec

S = TypeVar("S")
_LONG_FRACTION = re.compile(r"(\.\d{6})\d+")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class NotUnderstood(Exception):
    """It goes to the shelf; the message says to a person what was expected and what came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VendorText:
    """`key` is the vendor's: the same text sent again has the same."""

    key: str
    at: datetime | None
    text: str
    stage: str = ""
    is_html: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class VendorEvent:
    """What is said of one incident of the vendor. `at` is the vendor's time of saying it; `state` is empty when it says nothing of it.
    `families` are keys of our catalogue, for sources that know them."""

    vendor_id: str
    title: str
    about: str = "incident"
    state: str = ""
    at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    severity: str = ""
    severity_as_told: str = ""
    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    url: str = ""
    texts: tuple[VendorText, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """`said` is for people, where there are no events: what it was instead."""

    events: tuple[VendorEvent, ...] = ()
    said: str = ""


def json_of(body: bytes) -> Any:
    """What is null is as if it were not there."""
    try:
        return _clean(msgspec.json.decode(body))
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as problem:
        raise NotUnderstood(f"It is no JSON: {problem}.") from problem


def shaped(value: Any, shape: type[S], what: str) -> S:
    """Numbers as strings and the like are taken as meant; a missing or impossible part is said by its place."""
    try:
        return msgspec.convert(value, shape, strict=False)
    except (msgspec.MsgspecError, RecursionError) as problem:
        raise NotUnderstood(f"It is not what {what} sends: {problem}.") from problem


def _clean(value: Any) -> Any:
    """Without nulls, and without the character that PostgreSQL keeps in no text."""
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_clean(part) for part in value if part is not None]
    return value.replace("\x00", "") if isinstance(value, str) else value


def moment(text: object) -> datetime | None:
    """RFC 3339 with any number of decimals, or RFC 1123. Nothing, nonsense and the year 1 are no moment; without a zone it is UTC."""
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        found = datetime.fromisoformat(_LONG_FRACTION.sub(r"\1", text.strip()))
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        known = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return known if known >= _EARLIEST else None


def named(*names: object) -> tuple[str, ...]:
    """Each name once, in order, without what is empty."""
    return tuple(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name.strip()))


def said_last(texts: Iterable[VendorText]) -> datetime | None:
    return max((text.at for text in texts if text.at), default=None)
