"""What was brought along from before there was this system."""

from dataclasses import dataclass
from datetime import datetime

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseImported(Event):
    """How the case began here: `source` is the earlier system and `key` its name there, `opened` and `closed` when that was there, in
    ISO 8601. `messages` counts what was said; none of it was sent from here."""

    source: str
    key: str
    opened: str
    closed: str | None
    messages: int

    def told(self) -> str:
        said = f"{self.messages} message{'' if self.messages == 1 else 's'}"
        ended = f" and closed on {_day(self.closed)}" if self.closed else ""
        return f"brought the case in from {self.source} ({self.key}), opened there on {_day(self.opened)}{ended}, with {said}"


def _day(told: str) -> str:
    return f"{datetime.fromisoformat(told):%-d %b %Y}"
