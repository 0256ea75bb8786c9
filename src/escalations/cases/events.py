"""What happens to a case."""

from dataclasses import dataclass

from ..platform.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    channel: str
    family: str
    product: str | None
    severity: str

    def told(self) -> str:
        return f"opened the case by {self.channel}"


@dataclass(frozen=True, kw_only=True)
class CaseRouted(Event):
    decision_id: int
    queue: str
    rule: str
    why: str

    def told(self) -> str:
        return f"routed it to {self.queue.replace('_', ' ')}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(Event):
    owner_id: int
    owner: str
    was: str | None = None

    def told(self) -> str:
        return f"assigned it to {self.owner}" + (f" (was {self.was})" if self.was else "")


@dataclass(frozen=True, kw_only=True)
class CaseClaimed(Event):
    owner_id: int
    owner: str

    def told(self) -> str:
        return "claimed the case"


@dataclass(frozen=True, kw_only=True)
class CaseUnassigned(Event):
    was: str
    reason: str

    def told(self) -> str:
        return f"returned it to the queue from {self.was}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class CustomerAnswered(Event):
    entry_id: int
    first: bool
    overrides: list[str]

    def told(self) -> str:
        return "replied to the customer" + (" (first answer)" if self.first else "")


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(Event):
    entry_id: int

    def told(self) -> str:
        return "added the customer's message"


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Event):
    entry_id: int

    def told(self) -> str:
        return "added an internal note"


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    attachment_id: int
    name: str
    size: int

    def told(self) -> str:
        return f"attached {self.name}"


@dataclass(frozen=True, kw_only=True)
class FactsCorrected(Event):
    was: dict[str, str]
    became: dict[str, str]

    def told(self) -> str:
        return "corrected " + ", ".join(
            f"{name.replace('_', ' ')}: {self.was[name] or 'none'} → {self.became[name] or 'none'}"
            for name in self.became
        )


@dataclass(frozen=True, kw_only=True)
class SeverityChanged(Event):
    kind: str
    was: str
    became: str
    reason: str

    def told(self) -> str:
        return f"changed the {self.kind} severity from {self.was} to {self.became}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class WaitStarted(Event):
    on_whom: str
    until: str

    def told(self) -> str:
        return f"waits for the {self.on_whom.replace('_', ' ')} until {self.until}"


@dataclass(frozen=True, kw_only=True)
class WaitEnded(Event):
    on_whom: str
    because: str

    def told(self) -> str:
        return f"ended the wait for the {self.on_whom.replace('_', ' ')}: {self.because}"


@dataclass(frozen=True, kw_only=True)
class CaseSnoozed(Event):
    until: str
    reason: str

    def told(self) -> str:
        return f"snoozed it until {self.until}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class SnoozeEnded(Event):
    because: str

    def told(self) -> str:
        return f"ended the snooze: {self.because}"


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    resolution: str

    def told(self) -> str:
        return f"closed the case: {self.resolution.replace('_', ' ')}"


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    reason: str

    def told(self) -> str:
        return f"reopened the case: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class CasesLinked(Event):
    kind: str
    other: str

    def told(self) -> str:
        return f"linked it as {self.kind} to {self.other}"


@dataclass(frozen=True, kw_only=True)
class CasesUnlinked(Event):
    kind: str
    other: str

    def told(self) -> str:
        return f"removed the {self.kind} link to {self.other}"


@dataclass(frozen=True, kw_only=True)
class TurnChanged(Event):
    was: str
    became: str
    why: str

    def told(self) -> str:
        return f"changed the turn to {self.became.replace('_', ' ')}: {self.why}"
