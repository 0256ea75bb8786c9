"""Stretches of time as sentences say them, in another language. Pure."""

import re
from collections.abc import Mapping

from babel.dates import get_day_names, get_month_names

_NAME = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)*")
_PHRASES = re.compile("every day|around the clock")


def short_names(language: str) -> dict[str, str]:
    """Of weekdays and months, by the English ones."""
    of = [
        (get("abbreviated", locale="en"), get("abbreviated", "stand-alone", language))
        for get in (get_day_names, get_month_names)
    ]
    return {name: theirs[at] for english, theirs in of for at, name in english.items()}


def hours_told(text: str, names: Mapping[str, str], phrases: Mapping[str, str]) -> str | None:
    """`Mon–Fri 09:00–17:00 Europe/Berlin` or `every day around the clock`: nothing in it but names of days and months, times and a zone."""
    told = _PHRASES.sub(lambda found: phrases.get(found.group(), found.group()), text)
    rest = _NAME.findall(_PHRASES.sub("", text))
    if told == text and not (any(one in names for one in rest) and any(one in "0123456789–" for one in text)):
        return None
    if not all(one in names or one.isupper() or "/" in one for one in rest):
        return None
    return _NAME.sub(lambda found: names.get(found.group(), found.group()), told)
