"""Where in HTML a piece of a template stands: in the text that is read, inside a tag, or in an attribute that is read. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

INLINE = frozenset(
    [
        "a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
    ]
)  # fmt: skip
"""Tags that stand within a sentence. Any other ends it."""
READ = frozenset(
    ["title", "aria-label", "aria-description", "placeholder", "alt", "data-name", "data-title", "hx-confirm", "label"]
)
"""Attributes that are read by a person or read out to one."""
_OPENS = re.compile(r"<(?=[a-zA-Z/!])")
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_ATTRIBUTE = re.compile(r"([\w:@.-]+)\s*=\s*$")
_SILENT = ("script", "style")


@dataclass
class Place:
    """How far the reading has come. `said` is what the tag has been so far, `quote` the mark that ends the value being read."""

    said: str = ""
    quote: str = ""
    attribute: str = ""
    silent: str = ""

    @property
    def in_tag(self) -> bool:
        return bool(self.said)

    @property
    def kind(self) -> str:
        if not self.in_tag:
            return "silent" if self.silent else "text"
        return "read" if self.quote and self.attribute in READ else "tag"

    def copy(self) -> "Place":
        return replace(self)

    def chunks(self, data: str) -> Iterator[tuple[str, str, bool]]:
        """(kind, source, whether it ends a tag), one after the other: together they are `data`."""
        at = 0
        while at < len(data):
            kind, end = self.kind, self._end(data, at)
            chunk, at = data[at:end], end
            is_mark = chunk == (self.quote or "<")
            yield "tag" if is_mark else kind, chunk, self._pass(chunk)

    def _end(self, data: str, at: int) -> int:
        if not self.in_tag:
            wanted = re.compile(rf"</{self.silent}") if self.silent else _OPENS
            found = wanted.search(data, at)
            if found is None:
                return len(data)
            return found.start() if found.start() > at else found.start() + 1
        if self.quote:
            found_at = data.find(self.quote, at)
            return len(data) if found_at < 0 else max(found_at, at + 1) if data[at] != self.quote else at + 1
        ends = [one for one in (data.find(mark, at) for mark in "\"'>") if one >= 0]
        return min(ends) + 1 if ends else len(data)

    def _pass(self, chunk: str) -> bool:
        if not self.in_tag:
            if chunk == "<":
                self.said = chunk
            return False
        if self.quote:
            self.quote = "" if chunk == self.quote else self.quote
            self.said += chunk
            return False
        self.said += chunk
        if chunk[-1] in "\"'":
            named = _ATTRIBUTE.search(self.said[:-1])
            self.quote, self.attribute = chunk[-1], named.group(1) if named else ""
        return chunk[-1] == ">" and self._shut()

    def _shut(self) -> bool:
        name = tag_name(self.said)
        if not self.said.startswith("</"):
            self.silent = name if name in _SILENT else ""
        else:
            self.silent = ""
        self.said = ""
        return True


def tag_name(tag: str) -> str:
    named = _NAME.match(tag)
    return named.group(1).lower() if named else ""
