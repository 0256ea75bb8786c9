"""A blank of a macro that nobody filled in. Pure."""

import re
from collections.abc import Iterator

from .context import ReplyContext
from .finding import REMOVE, Finding

_OPEN = re.compile(r"\[\[[^\[\]\n]{1,80}\]\]")


def find_unfilled(text: str, _context: ReplyContext) -> Iterator[Finding]:
    for match in _OPEN.finditer(text):
        says, fix = "This blank was not filled in.", "Write what belongs there."
        yield Finding("unfilled", True, match[0], says, fix, start=match.start(), end=match.end(), remedies=(REMOVE,))
