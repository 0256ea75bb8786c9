"""What is said about an escalation, which cases it stands for, and how long it may rest."""

from dataclasses import dataclass

from ...platform.events import Event
from ..models import name_of_group
from .about import AboutEscalation


@dataclass(frozen=True, kw_only=True)
class EscalationCommented(AboutEscalation):
    comment_id: int

    def told(self) -> str:
        return f"commented on {self.named}"


@dataclass(frozen=True, kw_only=True)
class SupportAsked(AboutEscalation):
    question_id: int

    def told(self) -> str:
        return f"asked support about {self.named}; the group's clock stands still"


@dataclass(frozen=True, kw_only=True)
class GroupAnswered(AboutEscalation):
    question_id: int

    def told(self) -> str:
        return f"answered the question of {name_of_group(self.product_group)} about E-{self.escalation_id}"


@dataclass(frozen=True, kw_only=True)
class EscalationSnoozed(AboutEscalation):
    until: str
    reason: str

    def told(self) -> str:
        return f"put {self.named} aside until {self.until}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class EscalationWoken(AboutEscalation):
    because: str

    def told(self) -> str:
        return f"took {self.named} up again: {self.because}"


@dataclass(frozen=True, kw_only=True)
class CaseAddedToEscalation(AboutEscalation):
    case: str

    def told(self) -> str:
        return f"added {self.case} to {self.named}"


@dataclass(frozen=True, kw_only=True)
class CaseTakenOffEscalation(AboutEscalation):
    case: str

    def told(self) -> str:
        return f"took {self.case} off {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationLedBy(AboutEscalation):
    case: str

    def told(self) -> str:
        return f"made {self.case} the leading case of {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationDrafted(Event):
    product_group: str

    def told(self) -> str:
        return f"began to write an escalation to {name_of_group(self.product_group)}"


@dataclass(frozen=True, kw_only=True)
class EscalationDraftDiscarded(Event):
    product_group: str

    def told(self) -> str:
        return f"threw away the draft of an escalation to {name_of_group(self.product_group)}"
