"""What happens to what goes out. Told on the timeline of its case."""

from dataclasses import dataclass

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
