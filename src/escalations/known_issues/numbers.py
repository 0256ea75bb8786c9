"""Versions of software in a text, held against a range such as `>=1.27, <1.29.4`."""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import eq, ge, gt, le, lt

HOW = "Write it like '>=1.27, <1.29.4', '=6.2' or '<2024.11'"
_PART = re.compile(r"(>=|<=|=|>|<)\s*v?(\d+(?:\.\d+){0,4})")
_SPOKEN = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+){1,4})(?![\w.]*\d)")
Number = tuple[int, ...]
_SIGNS: dict[str, Callable[[Number, Number], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt, "=": eq}
Bounds = tuple[tuple[str, Number], ...]


@lru_cache(maxsize=2048)
def bounds_of(written: str) -> Bounds:
    """Raises a ValueError that says how to write it."""
    parts = [part.strip() for part in written.split(",")]
    matches = [_PART.fullmatch(part) for part in parts]
    if not all(matches):
        raise ValueError(f"{written!r} is no range of versions. {HOW}.")
    return tuple((match[1], number_of(match[2])) for match in matches if match)


def number_of(written: str) -> Number:
    return tuple(map(int, written.split(".")))


def spoken_in(text: str) -> list[str]:
    """Every number with a dot in it, each once."""
    return list(dict.fromkeys(match[1] for match in _SPOKEN.finditer(text)))


def is_within(number: Number, bounds: Bounds) -> bool:
    """`=1.29` holds for 1.29.4 too, as people mean it; the shorter of two is followed by zeros."""
    return all(_holds(number, sign, bound) for sign, bound in bounds)


def _holds(number: Number, sign: str, bound: Number) -> bool:
    if sign == "=":
        return number[: len(bound)] == bound
    length = max(len(number), len(bound))
    return _SIGNS[sign](*((*one, *(0,) * (length - len(one))) for one in (number, bound)))
