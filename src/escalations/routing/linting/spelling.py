"""Languages that do not exist, and tags that are written in two ways."""

import re
from collections import Counter
from collections.abc import Iterator

from ..rules import CUSTOMERS_LANGUAGE, Rule
from .complaints import Complaint
from .layout import Layout

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki
kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no
nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te
tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
"""ISO 639-1."""


def misspelled(layout: Layout) -> Iterator[Complaint]:
    usual = _usual_tags(layout)
    for rule in layout.rule_set.rules:
        for place, code in _languages(rule):
            if not _is_known(code):
                yield Complaint(
                    kind="unknown",
                    grade="warning",
                    rule=rule.name,
                    place=place,
                    says=f"names the language {code!r}, which does not exist",
                    remedy="Use its code of two letters, such as 'ja' for Japanese",
                )
        for tag in rule.action.tags:
            if usual[_plain(tag)] != tag:
                yield _other_tag(rule, tag, usual[_plain(tag)])


def _languages(rule: Rule) -> Iterator[tuple[str, str]]:
    for condition in rule.conditions:
        for code in condition.wanted if condition.fact == "language" else ():
            yield rule.place_of("unless" if condition.unless else "when", "language", value=code), code
    if rule.action.language and rule.action.language != CUSTOMERS_LANGUAGE:
        yield rule.place_of("then", "language"), rule.action.language


def _is_known(code: str) -> bool:
    """Codes of three letters are too many to tell."""
    language = code.split("-")[0]
    return len(language) != 2 or language in _CODES.split()


def _usual_tags(layout: Layout) -> dict[str, str]:
    """The spelling that most rules use, or the first."""
    counted = Counter(tag for rule in layout.rule_set.rules for tag in rule.action.tags)
    usual: dict[str, str] = {}
    for tag, _ in counted.most_common():
        usual.setdefault(_plain(tag), tag)
    return usual


def _plain(tag: str) -> str:
    return re.sub(r"[\W_]", "", tag.casefold())


def _other_tag(rule: Rule, tag: str, usual: str) -> Complaint:
    return Complaint(
        kind="unknown",
        grade="note",
        rule=rule.name,
        place=rule.place_of("then", "tags", value=tag),
        says=f"writes the tag “{tag}”, which others write “{usual}”",
        remedy="Write it in one way",
    )
