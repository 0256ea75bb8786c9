"""A file that is ours alone, spoken of to the customer. Pure."""

import re
from collections.abc import Iterator

from .context import ReplyContext
from .finding import REMOVE, Finding


def find_internal_files(text: str, context: ReplyContext) -> Iterator[Finding]:
    for name in dict.fromkeys(context.internal_files):
        for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE):
            says, fix = (
                "This is an internal file, which the customer does not get.",
                "Attach it again for the customer, or remove it.",
            )
            yield Finding(
                "internal file", True, match[0], says, fix, start=match.start(), end=match.end(), remedies=(REMOVE,)
            )
