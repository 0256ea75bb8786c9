"""Every rule over one reply and the files it speaks of. Pure."""

from .context import ReplyContext
from .finding import Finding
from .internal import find_internal
from .internal_files import find_internal_files
from .newer import find_newer
from .others import find_others
from .our_own import find_our_own
from .recipients import find_recipients
from .secrets import find_secrets
from .unfilled import find_unfilled
from .unkept import find_unkept
from .unknown_ids import find_unknown_ids
from .wrong_boundary import find_wrong_boundary

OF_TEXT = (find_secrets, find_internal, find_others, find_our_own, find_wrong_boundary, find_unknown_ids)
OF_ALL = (find_recipients, find_newer, *OF_TEXT, find_internal_files, find_unfilled, find_unkept)
VERSION = "2"
"""Kept with each verdict: which rules it was reached by. Raised with every change of what they find."""


def check_reply(body: str, context: ReplyContext) -> list[Finding]:
    """Findings in the order in which a writer should mend them: what blocks first."""
    found = [finding for rule in OF_ALL for finding in rule(body, context)]
    for file in context.files:
        found += [one.within(file.name) for rule in OF_TEXT for one in rule(f"{file.name}\n{file.text}", context)]
    return sorted(_once(found), key=lambda finding: (not finding.blocks, bool(finding.file)))


def _once(found: list[Finding]) -> list[Finding]:
    """One place is told of once, by the rule that is strictest about it."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda finding: not finding.blocks):
        if not (finding.is_placed and finding.rule != "promise" and any(_covers(one, finding) for one in kept)):
            kept.append(finding)
    return kept


def _covers(one: Finding, other: Finding) -> bool:
    return one.is_placed and one.start < other.end and other.start < one.end and one.rule != "promise"
