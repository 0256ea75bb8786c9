"""Of an article's Markdown the words alone: no targets of links, no marks."""

import re

_HEADING = re.compile(r"^#{1,6} +(.+?)[ #]*$", re.MULTILINE)
_UNSPOKEN = (
    (re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"<[^<>\n]{1,200}>"), " "),
    (re.compile(r"[#*`|>~]+"), " "),
    (re.compile(r"[ \t]{2,}"), " "),
)


def spoken(markdown: str) -> str:
    markdown = without_comments(markdown)
    for pattern, words in _UNSPOKEN:
        markdown = pattern.sub(words, markdown)
    return markdown


def headings_in(markdown: str) -> list[str]:
    return _HEADING.findall(markdown)


def without_comments(text: str) -> str:
    """In one pass, whatever the text is: a search by pattern would take its square."""
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[at:begin])
        at = end + 3
    return "".join([*kept, text[at:]])
