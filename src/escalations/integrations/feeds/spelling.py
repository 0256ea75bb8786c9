"""How what a vendor calls an incident is written for people. Pure."""

import re
from datetime import UTC, datetime

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def spoken(vendor_id: str) -> str:
    """Moments in it to the minute, in UTC; all else as it is."""
    return _MOMENT.sub(_minute, vendor_id)


def _minute(found: re.Match[str]) -> str:
    try:
        return f"{datetime.fromisoformat(found.group()).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError):
        return found.group()
