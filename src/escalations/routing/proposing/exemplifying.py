"""An example for a draft, made of the facts of the case and of phrases that rules look for anyway."""

from msgspec.structs import replace as with_changes

from ...catalog.models import Catalogue
from ..facts import CaseFacts
from ..rules import Example, Rule, RuleSet
from .telling import safe_codes
from .words import said_phrases


def examples_for(rule: Rule, facts: CaseFacts, to_queue: str, words: str, rule_set: RuleSet) -> tuple[Example, Example]:
    """A short one, and one with all that is known, for rules that look at more."""
    asked = {condition.fact for condition in rule.conditions}
    wanted = {value for condition in rule.conditions if not condition.unless for value in condition.wanted}
    codes, phrases = safe_codes(facts, words), said_phrases(facts, (*rule_set.rules, rule))
    whole = _whole(facts, to_queue, rule_set.catalogue)
    unasked = {"region": None, "plan": None, "language": "en", "hours_running": 0, "at": None}
    short = with_changes(
        whole,
        title="; ".join(phrase for phrase in phrases if phrase in wanted),
        error_codes=tuple(codes[:1]) if "error_code" in asked else (),
        **{fact: usual for fact, usual in unasked.items() if {"at": "time"}.get(fact, fact) not in asked},
    )
    return short, with_changes(whole, title="; ".join(phrases), error_codes=tuple(codes))


def _whole(facts: CaseFacts, to_queue: str, catalogue: Catalogue) -> Example:
    family = facts.family if facts.family in catalogue.families else None
    return Example(
        queue=to_queue, family=family, family_sure=None if facts.family_sure is (family is not None) else facts.family_sure,
        product=facts.product if facts.product in catalogue.products else None, severity=facts.severity,
        plan=facts.plan if facts.plan in catalogue.plans else None, cover=facts.cover, boundary=facts.boundary,
        region=facts.region if facts.region in catalogue.regions else None, language=facts.language,
        hours_running=facts.hours_running, at=facts.opened_at,
    )  # fmt: skip
