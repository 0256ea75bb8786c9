"""An article cut into its sections, for reading what each of them is about."""

import re
from collections.abc import Iterator
from itertools import islice

from .plain import spoken, without_comments

SHORT, LONGEST, MOST = 200, 350, 9
"""In characters: a shorter section goes with the next, and of a longer one the beginning is read. Of one article only so many."""
_BEGINS = re.compile(r"(?=^#{1,6} )", re.MULTILINE)


def passages_of(title: str, body: str) -> list[str]:
    """The title by itself, then with each section."""
    return [title, *(f"{title}. {section[:LONGEST]}" for section in islice(_sections(body), MOST))]


def _sections(body: str) -> Iterator[str]:
    waiting = ""
    for section in _BEGINS.split(without_comments(body)):
        waiting = f"{waiting} {spoken(section).strip()}".strip()
        if len(waiting) >= SHORT:
            yield waiting
            waiting = ""
    if waiting:
        yield waiting
