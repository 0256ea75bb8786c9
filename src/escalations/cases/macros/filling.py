"""The blanks of a macro and how a case fills them. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLANKS = {
    "contact": "name of the contact",
    "first name": "first name of the contact",
    "customer": "name of the customer",
    "case": "number of the case",
    "title": "title of the case",
    "product": "product, or the family where no product is known",
    "region": "region",
    "severity": "severity as it stands",
    "engineer": "whoever applies it",
    "first response due": "when the first response is due, in UTC",
    "next update due": "when the next update is due, in UTC",
    "resolution due": "when the resolution is due, in UTC",
}
BLANK = re.compile(r"(?<![\\${{])\{([a-z][a-z ]{1,40})\}(?!\})")
"""In small letters and one brace, so that `${HOME}` and JSON are left alone."""


@dataclass(frozen=True)
class Filled:
    """`missing` are the blanks that the case has no value for: they stand in the text as [[contact]], which the reply gate holds."""

    text: str
    missing: tuple[str, ...]


def fill(body: str, values: Mapping[str, str]) -> Filled:
    missing = dict.fromkeys(name for name in BLANK.findall(body) if not values.get(name))
    text = BLANK.sub(lambda found: values.get(found[1]) or f"[[{found[1]}]]", body)
    return Filled(text.strip(), tuple(missing))
