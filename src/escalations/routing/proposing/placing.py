"""Where a draft would stand among the rules in force."""

from ...platform.resources import rules_dir
from ..backtesting import Change, changed_rules
from ..facts import CaseFacts
from ..matching import Matcher
from ..rules import Rule, RuleSet


def decides_now(facts: CaseFacts, rule_set: RuleSet) -> Rule:
    """The rule before which a draft for such a case has to stand."""
    return Matcher(rule_set).rule_for(facts, facts.opened_at)


def rules_with(draft: str, facts: CaseFacts, rule_set: RuleSet) -> RuleSet:
    """Raises a CatalogueError that names the line of the draft where it cannot stand."""
    change = Change.before(decides_now(facts, rule_set), draft)
    return changed_rules(change, rules_dir(), rule_set.catalogue)
