"""Where a page of a list begins, as a word in an address."""

from datetime import UTC, datetime, timedelta

from ..cases.models import SEVERITIES
from ..cases.queries import Place
from ..platform.errors import NotFound

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def cursor(place: Place) -> str:
    due = "never" if place.due_at is None else (place.due_at - _EPOCH) // _MICROSECOND
    return f"{place.severity}.{due}.{place.id}"


def place_at(written: str) -> Place | None:
    """None for the beginning."""
    if not written:
        return None
    severity, _, rest = written.partition(".")
    due, _, case_id = rest.partition(".")
    try:
        due_at = None if due == "never" else _EPOCH + int(due) * _MICROSECOND
        place = Place(severity, due_at, int(case_id))
    except (ValueError, OverflowError):
        place = None
    if place is None or place.severity not in SEVERITIES or not 0 <= place.id < 2**63:
        raise NotFound("This page of the list is not there. Go back to its beginning.")
    return place


def before_id(written: str | None) -> int | None:
    """For lists that go back by id."""
    if not written:
        return None
    if not written.isdecimal() or len(written) > 18:
        raise NotFound("This page of the list is not there. Go back to its beginning.")
    return int(written)
