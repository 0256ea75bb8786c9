"""What happens to what goes out. Told on the timeline of its case."""

from dataclasses import dataclass
from datetime import datetime

from ..platform.events import Event


@dataclass(frozen=True, kw_only=True)
class MailSent(Event):
    entry_id: int
    attempts: int

    def told(self) -> str:
        return "mailed the reply" + (f" (attempt {self.attempts})" if self.attempts > 1 else "")


@dataclass(frozen=True, kw_only=True)
class MailHeld(Event):
    entry_id: int
    reason: str

    def told(self) -> str:
        return f"holds the mail with the reply: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class MailReleased(Event):
    entry_id: int

    def told(self) -> str:
        return "released the mail with the reply"


@dataclass(frozen=True)
class ReturnedDatabase:
    """Of the whole database out of a backup, at a moment. It belongs to no boundary."""

    at: datetime
    boundary: str | None = None

    @property
    def subject(self) -> str:
        return f"restore/{self.at:%Y%m%d%H%M%S%f}"

    @property
    def thread(self) -> str:
        return self.subject


@dataclass(frozen=True, kw_only=True)
class WaitingHeld(Event):
    mails: int
    notices: int

    def told(self) -> str:
        return f"held what waited when the database was saved: {self.mails} mails to customers, {self.notices} notices"
