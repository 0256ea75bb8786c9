"""What sets a case apart, as conditions of a rule; what told people that it was not theirs comes first.

A rule is read by everybody, whatever cloud the case is from. So nothing of what a customer wrote is taken over: codes must look
like codes, and a phrase is made of words that the catalogue or the rules know already.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ...catalog.models import Catalogue
from ..conditions import Condition
from ..error_codes import error_codes_in
from ..facts import CaseFacts
from ..rules import RuleSet
from .words import shared_phrases

_CODE = re.compile(r"(?=.*(?:\d|[a-z][A-Z]))[A-Za-z][A-Za-z0-9_.:-]{2,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def telling_conditions(
    facts: CaseFacts, to_queue: str, told_by: str, words: str, rule_set: RuleSet
) -> Iterator[Condition]:
    product = rule_set.catalogue.products.get(facts.product or "")
    products = [product.key] if product else []
    theirs = [product.key] if product and rule_set.catalogue.families[product.family].queue == to_queue else []
    kinds: Mapping[str, Iterable[Condition]] = {
        "code": _conditions("error_code", safe_codes(facts, words)),
        "their product": _conditions("product", theirs),
        "product": _conditions("product", products),
        "phrase": _conditions("text", shared_phrases(words, facts.text, rule_set)),
    }
    for kind in _ORDER.get(told_by, _ORDER["finding"]):
        yield from kinds[kind]


_ORDER: Mapping[str, tuple[str, ...]] = {
    "product": ("their product", "phrase", "code", "product"),
    "resource": ("their product", "phrase", "code", "product"),
    "error_code": ("code", "their product", "phrase", "product"),
    "text": ("phrase", "code", "product"),
    "finding": ("phrase", "code", "product"),
}


def everything_known(facts: CaseFacts, catalogue: Catalogue) -> Iterator[Condition]:
    """When nothing tells the case from others: as few cases as can be."""
    regions = [key for key, region in catalogue.regions.items() if region.boundary == facts.boundary]
    known: Mapping[str, Iterable[str]] = {
        "family": catalogue.families, "product": catalogue.products, "plan": catalogue.plans, "region": regions,
        "boundary": catalogue.boundaries, "severity": ("A", "B", "C"),
    }  # fmt: skip
    for fact, values in known.items():
        value = getattr(facts, fact)
        if value in values:
            yield Condition(fact=fact, wanted=(value,))
    if _LANGUAGE.fullmatch(facts.language):
        yield Condition(fact="language", wanted=(facts.language,))
    yield Condition(fact="cover", wanted=("yes" if facts.cover else "no",))


def safe_codes(facts: CaseFacts, words: str) -> list[str]:
    """Those that were named first."""
    codes = [code for code in facts.error_codes if _CODE.fullmatch(code) or error_codes_in(code) == [code]]
    plain = [code for code in codes if not set(code) & set("*?[]")]
    return sorted(plain, key=lambda code: code.casefold() not in words.casefold())


def _conditions(fact: str, values: Iterable[str]) -> list[Condition]:
    return [Condition(fact=fact, wanted=(value,)) for value in values]
