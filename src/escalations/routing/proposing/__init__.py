"""A rule that would have sent a case to where it ended, written as a rule file would have it."""

from .drafting import propose_rule
from .placing import decides_now, rules_with

__all__ = ["decides_now", "propose_rule", "rules_with"]
