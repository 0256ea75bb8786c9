"""What a quoted piece of Markdown says: its words, without the marks that only a renderer understands.

The piece may begin and end anywhere, so half a link is one too. A star or a bracket that marks nothing stays, since logs are full of
them; a bar between spaces is taken for a table's.
"""

import re

_MARKS = (
    (re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)"), r"\1"),
    (re.compile(r"\]\([^()\s]{0,500}\)?"), ""),
    (re.compile(r"!?\[(?=[^\[\]\n]{0,300}$)", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[|:-][|: \t-]*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:(?:#{1,6}|>|[-*+])(?:[ \t]+|$))+", re.MULTILINE), ""),
    (re.compile(r"(?<!\S)\|(?!\S)"), " "),
    (re.compile(r"`+|\*{2,}|~~"), ""),
    (re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,200})(?<=[^\s*_])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<=[^\W_])_(?!\w)"), ""),
)


def words_of_excerpt(markdown: str) -> str:
    """What was found stays marked."""
    for pattern, words in _MARKS:
        markdown = pattern.sub(words, markdown)
    return " ".join(markdown.split())
