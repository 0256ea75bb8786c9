"""An article's text is one piece of Markdown; these are the four questions that it answers, told apart by their headings."""

import re
from dataclasses import dataclass, fields
from itertools import pairwise

HEADINGS = {"issue": "Issue", "environment": "Environment", "resolution": "Resolution", "cause": "Cause"}
_ALSO = {
    "symptom": "issue", "symptoms": "issue", "problem": "issue", "applies to": "environment", "workaround": "resolution",
    "resolution or workaround": "resolution", "solution": "resolution", "root cause": "cause",
}  # fmt: skip
_NAMES = {heading.lower(): name for name, heading in HEADINGS.items()} | _ALSO
_HEADING = re.compile(r"^## +(.+?)[ #]*$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")


@dataclass(frozen=True, kw_only=True)
class Sections:
    """`rest` is what stands before the first of the four: all of it in a text that has none of their headings."""

    rest: str = ""
    issue: str = ""
    environment: str = ""
    resolution: str = ""
    cause: str = ""

    def text(self) -> str:
        told = [
            f"## {heading}\n\n{said}" for name, heading in HEADINGS.items() if (said := getattr(self, name).strip())
        ]
        return "\n\n".join([*([self.rest.strip()] if self.rest.strip() else []), *told])


def sections_of(text: str) -> Sections:
    """Another heading belongs to the section that it stands in; a question answered twice has both answers."""
    lines = text.split("\n")
    begins = [(0, "rest"), *_headings(lines), (len(lines), "")]
    found = {field.name: "" for field in fields(Sections)}
    for (start, name), (end, _) in pairwise(begins):
        said = "\n".join(lines[start if name == "rest" else start + 1 : end]).strip("\n").rstrip()
        found[name] = "\n\n".join(filter(None, [found[name], said]))
    return Sections(**found)


def _headings(lines: list[str]) -> list[tuple[int, str]]:
    """Of the four only, and none of those in a block of code."""
    found, fence = [], ""
    for number, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (heading := _HEADING.match(line)) and (name := _NAMES.get(heading[1].lower())):
            found.append((number, name))
    return found
