"""Names of things that the rooms know, such as products and queues: a row of them is a row in every language, and what people are called is none."""

import re
from collections.abc import Callable, Iterable

_THINGS: set[str] = set()
_BETWEEN = re.compile("(, | and | or )")
_AND_MORE = " at "
_PEOPLE = re.compile(r"[^\W\da-z_][\w'’.-]*(?: [^\W\da-z_][\w'’.-]*)+")


def name_things(names: Iterable[str]) -> None:
    _THINGS.update(names)


def row_told(text: str, word: Callable[[str], str], told: Callable[[str], str]) -> str | None:
    """`Storage, Databases and Caching and CDN`, also each with what is said of it: `Storage at level 2 and Identity at level 1`; and people by
    their full names."""
    pieces = _BETWEEN.split(text)
    if len(pieces) == 1 or text in _THINGS:
        return None
    if pieces[-2] != ", " and all(_PEOPLE.fullmatch(name) for name in pieces[::2]):
        return "".join(word(piece) if at % 2 else piece for at, piece in enumerate(pieces))
    row, at = list[str](), 0
    while at < len(pieces):
        end = next((end for end in range(len(pieces), at, -2) if _is_thing("".join(pieces[at:end]))), None)
        if end is None:
            return None
        row.append(_one("".join(pieces[at:end]), told))
        row += [word(between) for between in pieces[end : end + 1]]
        at = end + 1
    return "".join(row) if len(row) > 1 else None


def _is_thing(text: str) -> bool:
    return text in _THINGS or (
        text.partition(_AND_MORE)[0] in _THINGS and not _BETWEEN.search(text.partition(_AND_MORE)[2])
    )


def _one(text: str, told: Callable[[str], str]) -> str:
    return text if text in _THINGS else told(text)
