"""What happens to an escalation. Each is told on its case's timeline."""

from dataclasses import dataclass

from ..platform.events import Event
from .models import REASONS, RETURN_CODES, name_of_group


@dataclass(frozen=True, kw_only=True)
class AboutEscalation(Event):
    escalation_id: int
    product_group: str

    @property
    def named(self) -> str:
        return f"E-{self.escalation_id} ({name_of_group(self.product_group)})"


@dataclass(frozen=True, kw_only=True)
class CaseEscalated(AboutEscalation):
    reason: str
    severity: str

    def told(self) -> str:
        to = name_of_group(self.product_group)
        return f"escalated the case to {to} as E-{self.escalation_id}: {REASONS[self.reason].lower()}"


@dataclass(frozen=True, kw_only=True)
class EscalationAccepted(AboutEscalation):
    def told(self) -> str:
        return f"accepted {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationReturned(AboutEscalation):
    code: str
    missing_need: str | None = None

    def told(self) -> str:
        missing = f" ({self.missing_need.replace('_', ' ')})" if self.missing_need else ""
        return f"returned {self.named}: {RETURN_CODES[self.code].lower()}{missing}"


@dataclass(frozen=True, kw_only=True)
class EscalationResolved(AboutEscalation):
    def told(self) -> str:
        return f"resolved {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationWithdrawn(AboutEscalation):
    def told(self) -> str:
        return f"withdrew {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationCommented(AboutEscalation):
    comment_id: int

    def told(self) -> str:
        return f"commented on {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationReassessed(AboutEscalation):
    was: str
    became: str

    def told(self) -> str:
        return f"moved {self.named} from severity {self.was} to {self.became}, as the case did"
