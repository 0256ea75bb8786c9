"""What becomes of the rules that transfers propose. They are told on the case from which they came."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class ProposalRevised(Event):
    proposal: str

    def told(self) -> str:
        return f"revised the rule proposal {self.proposal}"


@dataclass(frozen=True, kw_only=True)
class ProposalAdopted(Event):
    """`rule` is its name, `rule_set` what was in force then: the draft was valid with these rules."""

    proposal: str
    rule: str
    rule_set: str

    def told(self) -> str:
        return f"adopted the rule proposal {self.proposal}: “{self.rule}”"


@dataclass(frozen=True, kw_only=True)
class ProposalDismissed(Event):
    proposal: str
    reason: str

    def told(self) -> str:
        return f"dismissed the rule proposal {self.proposal}: {self.reason}"
