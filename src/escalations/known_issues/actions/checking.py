"""No article is saved with facts about one customer in it, unless somebody says why they must stay."""

from ...platform.db import Session
from ...platform.errors import Refused
from ..accounts import Account
from ..personal_facts import About, Finding, findings_in
from ..queries import about_text


class HeldByLint(Refused):
    """Nothing was saved. `findings` are in the order of the text."""

    def __init__(self, findings: list[Finding]) -> None:
        kinds = ", ".join(dict.fromkeys(finding.fact.kind for finding in findings))
        super().__init__(f"Not saved: it holds {kinds}. Replace what belongs to one customer, or say why it must stay.")
        self.findings = findings


async def hold_personal_facts(db: Session, account: Account, about: About, kept: str) -> None:
    """A customer is not named either whose cases have nothing to do with it."""
    if kept.strip():
        return
    findings = findings_in(account, await about_text(db, account.words, about))
    if findings:
        raise HeldByLint(findings)
