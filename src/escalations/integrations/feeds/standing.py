"""What our incident should say after what the vendor says, and whether anybody changed it since. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import nh3

from .dialects import VendorEvent
from .models import VendorIncident

PAST = timedelta(days=3)
"""What was over so long before we heard of it is history: told in its own time, resolved, and no case is asked about it."""
LONGEST_TITLE = 200
_OVER = ("mitigated", "resolved", "explained")
_TAGS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the vendor newly says: from which of its states to which."""

    was: str
    now: str

    @property
    def ends(self) -> bool:
        return self.now in _OVER and self.was not in _OVER

    @property
    def comes_back(self) -> bool:
        return self.now == "active" and self.was in _OVER

    @property
    def explains(self) -> bool:
        return self.now == "explained" and self.was != "explained"


def is_over(told: VendorIncident) -> bool:
    return told.state in _OVER


def is_past(told: VendorIncident, received_at: datetime) -> bool:
    over_at = told.ended_at or told.told_at
    return is_over(told) and over_at is not None and over_at < received_at - PAST


def is_news(told: VendorIncident, event: VendorEvent, received_at: datetime) -> bool:
    """Whether it counts over what was told before: the vendor's order, not that of arrival."""
    return told.told_at is None or (event.at or received_at) >= told.told_at


def plain(text: str, is_html: bool) -> str:
    """The vendor's words without markup, for what becomes a note of ours."""
    if not is_html:
        return text.strip()
    bare = nh3.clean(_TAGS.sub("\n", text), tags=set())
    return re.sub(r"\n\s*\n\s*", "\n\n", _unescaped(bare)).strip()


def _unescaped(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def merged(theirs: dict[str, Any], last: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Field by field: what the feed last wrote and nobody changed since follows the vendor, the rest stays as people left it."""
    return {name: theirs[name] if name not in last or ours[name] == last[name] else ours[name] for name in theirs}
