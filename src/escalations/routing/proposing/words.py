"""Phrases that say nothing of a customer: made of words that the catalogue or the rules hold already."""

from collections.abc import Iterable
from functools import lru_cache

from ...catalog.words import stem_of, stems_of, words_of
from ..facts import CaseFacts
from ..rules import Rule, RuleSet
from ..spotting import spoken

LONGEST_PHRASE = 5
_GLUE = (
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "with", "by", "and", "or", "is", "are", "was", "were", "be", "not", "no",
    "can", "cannot", "after",
)  # fmt: skip
_BETWEEN = frozenset(map(stem_of, _GLUE))


def said_phrases(facts: CaseFacts, rules: Iterable[Rule]) -> list[str]:
    """Every phrase that some rule looks for and the text says."""
    said = spoken(stems_of(facts.text))
    asked = (condition for rule in rules for condition in rule.conditions if condition.fact == "text")
    return list(dict.fromkeys(one for condition in asked for one in condition.wanted if spoken(stems_of(one)) in said))


def shared_phrases(words: str, text: str, rule_set: RuleSet) -> list[str]:
    """The longest stretch of the words that the text says too, of words that are anybody's; at most one."""
    known, telling = _known_words(rule_set)
    said, written = spoken(stems_of(text)), words_of(words)
    found: list[tuple[int, int, str]] = []
    for first in range(len(written)):
        for last in range(first + 1, min(first + LONGEST_PHRASE, len(written)) + 1):
            stems = [word.stem for word in written[first:last]]
            if _is_anybodys(stems, known, telling) and spoken(stems) in said:
                phrase = " ".join(words[word.start : word.end].lower() for word in written[first:last])
                found.append((sum(stem in known for stem in stems), len(phrase), phrase))
    return [max(found)[2]] if found else []


def _is_anybodys(stems: list[str], known: frozenset[str], telling: frozenset[str]) -> bool:
    if len(stems) == 1:
        return stems[0] in telling
    inner = all(stem in known or stem in _BETWEEN for stem in stems)
    return inner and stems[0] in known - _BETWEEN and stems[-1] in known - _BETWEEN


@lru_cache(maxsize=4)
def _known_words(rule_set: RuleSet) -> tuple[frozenset[str], frozenset[str]]:
    """All the words of the catalogue and of the rules, and those that mean something when they stand alone."""
    catalogue = rule_set.catalogue
    told = [family.vocabulary for family in catalogue.families.values()]
    products = catalogue.products.values()
    strong = [word for words in told for word in words.strong] + [name for one in products for name in one.spoken_names]
    faint = [word for words in told for word in (*words.likely, *words.faint)] + [
        word for one in products for word in one.weak
    ]
    asked = (condition for rule in rule_set.rules for condition in rule.conditions if condition.fact == "text")
    phrases = [phrase for condition in asked for phrase in condition.wanted]
    alone = {stems[0] for one in (*strong, *phrases) if len(stems := stems_of(one)) == 1 and len(stems[0]) > 2}
    return frozenset(stem for one in (*strong, *faint, *phrases) for stem in stems_of(one)), frozenset(alone - _BETWEEN)
