"""What is planned, promised and told while an engagement lasts."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class EngagementUpdated(Event):
    """An update was given, on time or `late` by so many minutes, and the next one promised."""

    due_at: str
    late: int

    def told(self) -> str:
        how = f" {self.late} min late" if self.late else ""
        return f"gave the promised update{how} and promised the next one by {self.due_at[11:16]} UTC"


@dataclass(frozen=True, kw_only=True)
class EngagementUpdateMoved(Event):
    was: str
    due_at: str

    def told(self) -> str:
        return f"moved the next update from {self.was[11:16]} to {self.due_at[11:16]} UTC"


@dataclass(frozen=True, kw_only=True)
class EngagementUpdateNearing(Event):
    promise_id: int
    due_at: str

    def told(self) -> str:
        return f"reminded the lead that the next update is promised by {self.due_at[11:16]} UTC"


@dataclass(frozen=True, kw_only=True)
class EngagementUpdateOverdue(Event):
    promise_id: int
    due_at: str
    reminders: int

    def told(self) -> str:
        return f"found the update promised by {self.due_at[11:16]} UTC missing and told the duty lead"


@dataclass(frozen=True, kw_only=True)
class StepAdded(Event):
    step_id: int

    def told(self) -> str:
        return "added a step to the plan"


@dataclass(frozen=True, kw_only=True)
class StepRevised(Event):
    step_id: int

    def told(self) -> str:
        return "changed a step of the plan"


@dataclass(frozen=True, kw_only=True)
class StepDone(Event):
    step_id: int
    done: bool

    def told(self) -> str:
        return "ticked a step of the plan off" if self.done else "took a step of the plan up again"


@dataclass(frozen=True, kw_only=True)
class SummaryRevised(Event):
    audience: str
    number: int

    def told(self) -> str:
        return f"wrote version {self.number} of the {'summary for the customer' if self.audience == 'customer' else 'internal summary'}"


@dataclass(frozen=True, kw_only=True)
class GuestJoined(Event):
    guest: str
    side: str

    def told(self) -> str:
        return f"noted that {self.guest} is in the room"


@dataclass(frozen=True, kw_only=True)
class GuestLeft(Event):
    guest: str

    def told(self) -> str:
        return f"noted that {self.guest} left the room"
