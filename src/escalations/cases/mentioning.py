"""Whom a note speaks to: an @ before the whole name or the address of a colleague. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

LONGEST_NAME = 4
_CODE = re.compile(r"(`{3,}|~{3,}).*?(?:\1|\Z)|`[^`\n]*`", re.DOTALL)
_AT = re.compile(r"(?<![\w@./+-])@(\w[\w.'’+-]*(?:@[\w.-]+\w)?(?: [\w.'’-]+){0,3})")
_TAIL = ".'’-"


class Named(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...


def mentions_in(text: str, people: Iterable[Named]) -> list[list[int]]:
    """For each mention the people it may mean, several where they have the same name. What names nobody is ordinary text."""
    known: dict[str, list[int]] = {}
    for person in people:
        known.setdefault(person.name.casefold(), []).append(person.id)
        known.setdefault(person.email.casefold(), []).append(person.id)
    found = [known[name] for match in _AT.finditer(_CODE.sub(" ", text)) if (name := _longest(match[1], known))]
    return list({tuple(ids): ids for ids in found}.values())


def _longest(text: str, known: dict[str, list[int]]) -> str | None:
    return next((name for name in _beginnings(text) if name in known), None)


def _beginnings(text: str) -> Iterator[str]:
    words = text.casefold().split(" ")
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[:count])
        yield name
        yield name.rstrip(_TAIL)


def marked(text: str, names: Iterable[str]) -> str:
    """The mentions that were told stand out."""
    for name in sorted(set(names), key=len, reverse=True):
        text = re.sub(rf"(?<![\w@*])@{re.escape(name)}(?!\w|\*)", f"**@{name}**", text, flags=re.IGNORECASE)
    return text
