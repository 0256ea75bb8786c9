"""When a vendor says that it will tell more: Google writes that into its texts, in its own zone. Pure."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_ZONES = {"US/Pacific": "America/Los_Angeles", "UTC": "UTC"}
_PROMISE = re.compile(
    rf"\b(?:update|information)\b[^.\n]{{0,80}}?\bby\s+(?:[A-Z][a-z]+day,?\s+)?(\d{{4}}-\d\d-\d\d)\s+(\d\d:\d\d)\s+({'|'.join(_ZONES)})\b"
)


def promised_in(text: str) -> datetime | None:
    """In UTC; the last one where a text names several."""
    for day, clock, zone in reversed(_PROMISE.findall(text)):
        try:
            said = datetime.fromisoformat(f"{day}T{clock}")
        except ValueError:
            continue
        return said.replace(tzinfo=ZoneInfo(_ZONES[zone])).astimezone(UTC)
    return None
