"""Hosts, addresses and ids in a text, with their places. Pure."""

import re
from collections.abc import Iterator

from ...platform.lettering import Lettered, lettered

_ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}@((?:[a-z0-9-]+\.)+[a-z]{2,})")
"""No mailbox has a longer name; without an end, a long run of letters is read once from each of them."""
_HOST = re.compile(r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,24}(?![\w@-])")
GUID = re.compile(r"(?<![0-9A-Za-z-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z-])")

Placed = tuple[int, int, str]


def addresses_in(text: str) -> list[Placed]:
    return [(*span, address) for span, address in _found(_ADDRESS, lettered(text))]


def hosts_in(text: str) -> list[Placed]:
    return [(*span, host) for span, host in _found(_HOST, lettered(text))]


def _found(pattern: re.Pattern[str], seen: Lettered) -> Iterator[tuple[tuple[int, int], str]]:
    for match in pattern.finditer(seen.text):
        yield seen.span(*match.span()), match[0]


def labels_above(host: str) -> list[str]:
    """`a.b.contoso.com` may belong to whom `b.contoso.com` or `contoso.com` belongs."""
    labels = host.split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]
