"""A message cut where it is folded. Pure: the parts put together again are the message."""

from dataclasses import dataclass
from functools import lru_cache

from .leads import begins_original, is_of_a_mail, lead_at
from .logs import LONG, fence_at, output_at
from .signing import LONGEST, could_begin_signature, is_signature

SHORT = 3
"""Quoted lines that stay in sight between one's own: an answer below a question makes no sense without it."""
WORDS = {"quote": "quoted text", "original": "the earlier mail", "signature": "signature", "log": "long output"}


@dataclass(frozen=True)
class Part:
    """`kind` is said, quote, original, signature or log. `text` is Markdown."""

    kind: str
    text: str

    @property
    def is_folded(self) -> bool:
        return self.kind != "said"

    @property
    def lines(self) -> int:
        return sum(bool(line.strip()) for line in self.text.splitlines())

    @property
    def words(self) -> str:
        return WORDS[self.kind]

    @property
    def markdown(self) -> str:
        """Output that nobody fenced is shown as it is."""
        body = self.text.strip("\n")
        return (
            f"~~~~~~~~~~\n{body}\n~~~~~~~~~~" if self.kind == "log" and not fence_at([*body.split("\n")], 0) else body
        )


@lru_cache(maxsize=2048)
def parts_of(text: str) -> tuple[Part, ...]:
    """In order, and together every line of the text. What would leave nothing in sight is not folded."""
    lines = text.replace("\r\n", "\n").split("\n")
    found: list[tuple[str, list[str]]] = []
    at, end = 0, _end_of_text(lines)
    while at < len(lines):
        kind, count = _next(lines, at, end)
        _add(found, kind, lines[at : at + count])
        at += count
    parts = tuple(Part(kind, "\n".join(its)) for kind, its in found)
    if not any(part.kind == "said" and part.text.strip() for part in parts):
        return (Part("said", "\n".join(lines)),)
    return parts


def _end_of_text(lines: list[str]) -> int:
    """Behind the last line that is not empty."""
    return next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 0)


def _add(found: list[tuple[str, list[str]]], kind: str, lines: list[str]) -> None:
    if found and found[-1][0] == kind == "said":
        found[-1][1].extend(lines)
    else:
        found.append((kind, lines))


def _next(lines: list[str], at: int, end: int) -> tuple[str, int]:
    """What begins at this line, and over how many lines it goes. `end` is where the text has nothing more to say."""
    if count := fence_at(lines, at):
        return ("log" if count - 2 >= LONG else "said"), count
    if begins_original(lines, at):
        return "original", len(lines) - at
    if lead := lead_at(lines, at):
        if quoted := _quoted(lines, at + lead):
            return "quote", lead + quoted
        if is_of_a_mail(lines[at : at + lead]):
            return "quote", len(lines) - at
    if lines[at].startswith(">"):
        count = _quoted(lines, at)
        return ("said" if _is_short(lines, at, count) else "quote"), count
    if could_begin_signature(lines[at]) and is_signature(lines[at : (over := _end_of_own(lines, at, end))]):
        return "signature", over - at
    if count := output_at(lines, at):
        return "log", count
    return "said", 1


def _quoted(lines: list[str], at: int) -> int:
    """How many lines from `at` begin with ">", the empty ones between them and those before the first included."""
    last = at
    for index in range(at, len(lines)):
        if lines[index].startswith(">"):
            last = index + 1
        elif lines[index].strip():
            break
    return last - at


def _is_short(lines: list[str], at: int, count: int) -> bool:
    return count <= SHORT and any(line.strip() for line in lines[at + count :])


def _end_of_own(lines: list[str], at: int, end: int) -> int:
    """Where what was said before begins below `at`. No further than shows that it is too long for a signature: whoever writes a thousand
    of their beginnings has each of them read to the end of the text."""
    far_enough = at + LONGEST + 1
    for index in range(at + 1, min(len(lines), far_enough)):
        if lines[index].startswith(">") or lead_at(lines, index) or begins_original(lines, index):
            return index
    return max(at + 1, min(end, far_enough))
