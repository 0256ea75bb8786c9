"""Rules tried on the past: decided cases, with their facts as they were, asked again under other rules."""

from .agreeing import contradiction, contradiction_by_itself
from .changing import Change, changed_rules, rule_file_names
from .comparing import Backtest
from .counting import GROUPS, Cell, Count, Move, PastDecision
from .wording import in_words

__all__ = [
    "GROUPS",
    "Backtest",
    "Cell",
    "Change",
    "Count",
    "Move",
    "PastDecision",
    "changed_rules",
    "contradiction",
    "contradiction_by_itself",
    "in_words",
    "rule_file_names",
]
