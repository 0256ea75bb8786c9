"""What happens to an engineering issue."""

from dataclasses import dataclass

from ...platform.events import Event
from ..models import name_of_group


@dataclass(frozen=True, kw_only=True)
class AboutIssue(Event):
    issue_id: int
    product_group: str

    @property
    def named(self) -> str:
        return f"EI-{self.issue_id} ({name_of_group(self.product_group)})"


@dataclass(frozen=True, kw_only=True)
class EngineeringIssueOpened(AboutIssue):
    def told(self) -> str:
        return f"opened the engineering issue {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationLinkedToIssue(AboutIssue):
    escalation: str

    def told(self) -> str:
        return f"linked {self.escalation} to the engineering issue {self.named}"


@dataclass(frozen=True, kw_only=True)
class EscalationUnlinkedFromIssue(AboutIssue):
    escalation: str

    def told(self) -> str:
        return f"took {self.escalation} off the engineering issue {self.named}"


@dataclass(frozen=True, kw_only=True)
class EngineeringIssueFixed(AboutIssue):
    def told(self) -> str:
        return f"fixed the engineering issue {self.named}"


@dataclass(frozen=True, kw_only=True)
class EngineeringIssueDeclined(AboutIssue):
    def told(self) -> str:
        return f"will not fix the engineering issue {self.named}"


@dataclass(frozen=True, kw_only=True)
class EngineeringIssueReopened(AboutIssue):
    reason: str

    def told(self) -> str:
        return f"reopened the engineering issue {self.named}: {self.reason}"
