"""No article is saved with facts about one customer in it, unless somebody says why they must stay."""

from ...platform.errors import Refused
from ..accounts import Account
from ..personal_facts import About, Finding, findings_in


class HeldByLint(Refused):
    """Nothing was saved. `findings` are in the order of the text."""

    def __init__(self, findings: list[Finding]) -> None:
        kinds = ", ".join(dict.fromkeys(finding.fact.kind for finding in findings))
        super().__init__(f"Not saved: it holds {kinds}. Replace what belongs to one customer, or say why it must stay.")
        self.findings = findings


def hold_personal_facts(account: Account, about: About, kept: str) -> None:
    findings = [] if kept.strip() else findings_in(account, about)
    if findings:
        raise HeldByLint(findings)
