"""A draft is tried where it would stand, before anybody reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from ..examples import facts_of
from ..facts import CaseFacts
from ..matching import Matcher
from ..rules import Rule, RuleSet


def decides(draft: Rule, facts: CaseFacts, decided: Rule, rule_set: RuleSet) -> bool:
    """Both the case and the example, in the place where it would stand."""
    place = rule_set.rules.index(decided)
    rules = replace(rule_set, rules=(*rule_set.rules[:place], draft, *rule_set.rules[place:]))
    matcher, at = Matcher(rules), facts.opened_at
    example = facts_of(draft.examples[0], rule_set.catalogue, at)
    return matcher.rule_for(facts, at) is draft and matcher.rule_for(example, at) is draft


def takes_examples(draft: Rule, decided: Rule, rule_set: RuleSet, at: datetime) -> bool:
    """Whether what another rule gives as its example would no longer reach it."""
    behind = rule_set.rules[rule_set.rules.index(decided) :]
    told = ((rule, facts) for rule, facts in _facts_of_examples(rule_set, at.date()) if rule in behind)
    return any(all(one.asked_of(facts).holds for one in draft.conditions) for _, facts in told)


@lru_cache(maxsize=2)
def _facts_of_examples(rule_set: RuleSet, day: date) -> list[tuple[Rule, CaseFacts]]:
    at = datetime.combine(day, time(12), UTC)
    return [(rule, facts_of(one, rule_set.catalogue, at)) for rule in rule_set.rules for one in rule.examples]
