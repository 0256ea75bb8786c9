"""What becomes of an escalation. Each is told on the timeline of the case that leads."""

from dataclasses import dataclass

from ..models import REASONS, RETURN_CODES, name_of_group
from .about import AboutEscalation


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
class EscalationReassessed(AboutEscalation):
    was: str
    became: str

    def told(self) -> str:
        return f"moved {self.named} from severity {self.was} to {self.became}, as the case did"


@dataclass(frozen=True, kw_only=True)
class EscalationAcknowledged(AboutEscalation):
    def told(self) -> str:
        return f"has seen {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationMitigated(AboutEscalation):
    fix_due: str

    def told(self) -> str:
        return f"mitigated {self.named}; the fix is due by {self.fix_due}"


@dataclass(frozen=True, kw_only=True)
class EscalationTransferred(AboutEscalation):
    was: str

    def told(self) -> str:
        to = name_of_group(self.product_group)
        return f"transferred E-{self.escalation_id} from {name_of_group(self.was)} to {to}"


@dataclass(frozen=True, kw_only=True)
class EscalationMarkedDuplicate(AboutEscalation):
    of: str

    def told(self) -> str:
        return f"found {self.named} to be a duplicate of {self.of}"


@dataclass(frozen=True, kw_only=True)
class EscalationClosed(AboutEscalation):
    def told(self) -> str:
        return f"closed the loop on {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationReopened(AboutEscalation):
    was: str

    def told(self) -> str:
        return f"reopened {self.named}, which was {self.was}"


@dataclass(frozen=True, kw_only=True)
class EscalationHandedBack(AboutEscalation):
    was: str

    def told(self) -> str:
        return f"put {self.named} back into triage: {self.was} is not there any more"
