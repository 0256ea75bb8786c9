"""What becomes of a case: its facts, its severity, whose turn it is, its end."""

from dataclasses import dataclass

from ...platform.events import Event

_CHANNELS = {"api": "API"}


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    channel: str
    family: str
    product: str | None
    severity: str
    around_the_clock: bool = False

    def told(self) -> str:
        channel = _CHANNELS.get(self.channel, self.channel)
        return f"opened the case by {channel}" + (", to be worked on at all hours" if self.around_the_clock else "")


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
    ground: str = ""

    def told(self) -> str:
        ground = f" ({self.ground.replace('_', ' ')})" if self.ground else ""
        return f"changed the {self.kind} severity from {self.was} to {self.became}{ground}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class SeverityAgreed(Event):
    severity: str
    reason: str

    def told(self) -> str:
        return f"agreed on severity {self.severity} with the customer: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class AlwaysContactNamed(Event):
    contact_id: int
    contact: str

    def told(self) -> str:
        return f"named {self.contact} as the customer's contact at all hours"


@dataclass(frozen=True, kw_only=True)
class WaitStarted(Event):
    """`asked` says whether there was a question that they could answer."""

    on_whom: str
    until: str
    asked: bool = True

    def told(self) -> str:
        return f"waits for the {self.on_whom.replace('_', ' ')} until {self.until}"


@dataclass(frozen=True, kw_only=True)
class WaitEnded(Event):
    """`since` is when it took effect, in ISO 8601, where that was before it was noticed; so for TurnChanged."""

    on_whom: str
    because: str
    since: str = ""

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
    since: str = ""

    def told(self) -> str:
        return f"changed the turn to {self.became.replace('_', ' ')}: {self.why}"
