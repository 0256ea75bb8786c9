"""Facts, conditions and demands in words, with names instead of keys: one way for rules, decisions and what a change would move."""

from collections.abc import Iterable, Mapping

from ..catalog.loading import catalogue
from ..people.tongues import language_name
from .conditions import Answer, Condition

_YES_OR_NO = {
    "cover": ("the customer has rapid-response cover", "the customer has no rapid-response cover"),
    "family_sure": ("the technology is clear", "the technology is not clear yet"),
}
_FACTS = {
    "text": ("the text says {names}", "the text does not say {names}"),
    "error_code": ("an error code is like {names}", "no error code is like {names}"),
    "language": ("the customer writes in {names}", "the customer does not write in {names}"),
    "boundary": ("the boundary is {names}", "the boundary is not {names}"),
    "family": ("the technology is {names}", "the technology is not {names}"),
    "product": ("the product is {names}", "the product is not {names}"),
    "plan": ("the plan is {names}", "the plan is not {names}"),
    "region": ("the region is {names}", "the region is not {names}"),
    "severity": ("severity is {names}", "severity is not {names}"),
    "cloud": ("the cloud is {names}", "the cloud is not {names}"),
    "time": ("it is {names}", "it is not {names}"),
}
"""Whole sentences, so that each is translated as one."""
_ERROR_CODE = "an error code is {names}"
_NONE = {
    "text": "no such words", "error_code": "no error code", "family": "no technology", "product": "no product", "plan": "no plan",
    "region": "no region",
}  # fmt: skip
_BETWEEN = {"all": "and", "any": "or"}
_QUOTED = {"text", "error_code"}


def name_of(fact: str, key: str) -> str:
    """What people call a value of a fact. A key that has left the catalogue stays as it is."""
    if fact == "language":
        return language_name(key)
    if fact in _QUOTED:
        return f"“{key}”"
    known = catalogue()
    named = {
        "family": known.families, "product": known.products, "boundary": known.boundaries, "region": known.regions,
        "plan": known.plans, "queue": known.queues, "product_group": known.product_groups,
    }.get(fact, {})  # fmt: skip
    return named[key].name if key in named else key


def boundary_mark(key: str) -> str:
    """What stands in the row of a list."""
    known = catalogue().boundaries.get(key)
    return (known.short or known.name) if known else key


def named(fact: str, keys: Iterable[str]) -> list[tuple[str, str]]:
    """To choose from: the key, and what people call it."""
    return [(key, name_of(fact, key)) for key in keys]


def condition_in_words(condition: Condition) -> str:
    """As the rule asks it."""
    fact, wanted = condition.fact, condition.wanted
    if fact in _YES_OR_NO:
        return yes_or_no(fact, (wanted == ("yes",)) is not condition.unless)
    if fact == "hours_running":
        return f"the problem had run for {f'less than {wanted[0]} hours' if condition.unless else f'{wanted[0]} hours or more'}"
    return _sentence(fact, condition.unless).replace("{names}", either(name_of(fact, one) for one in wanted))


def _sentence(fact: str, negated: bool) -> str:
    plain = fact.replace("_", " ")
    return _FACTS.get(fact, (plain + " is {names}", plain + " is not {names}"))[negated]


def answer_in_words(answer: Answer) -> str:
    """Why a condition held: what the case had."""
    condition, had = answer.condition, answer.had
    if condition.fact in _YES_OR_NO:
        return yes_or_no(condition.fact, had == "yes")
    if condition.fact == "hours_running":
        return f"the problem had run for {had} hours"
    if condition.unless and (condition.fact in _QUOTED or had is None):
        return condition_in_words(condition)
    sentence = _ERROR_CODE if condition.fact == "error_code" else _sentence(condition.fact, False)
    return sentence.replace("{names}", name_of(condition.fact, had or ""))


def had_in_words(answer: Answer) -> str:
    """What the case had, for a table beside the condition; nothing where the condition itself says it."""
    fact, had = answer.condition.fact, answer.had
    if fact in _YES_OR_NO:
        return ""
    if fact == "hours_running":
        hours = had
        return f"{hours} hours"
    return name_of(fact, had) if had else _NONE.get(fact, "nothing")


def yes_or_no(fact: str, holds: bool) -> str:
    return _YES_OR_NO[fact][0 if holds else 1]


def skills_in_words(require: Mapping[str, int]) -> str:
    """`Storage at level 2 and Identity at level 1`"""
    return listed(f"{name_of('family', skill)} at level {level}" for skill, level in require.items())


def either(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} {_BETWEEN['any']} {last}" if first else last


def listed(parts: Iterable[str]) -> str:
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} {_BETWEEN['all']} {last}" if first else last
