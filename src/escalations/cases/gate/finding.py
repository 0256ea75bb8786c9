"""What the gate says of a text: where, what is wrong with it, and what mends it. Pure."""

import hashlib
from dataclasses import dataclass, replace

from ..promises import Promised

RULES = {
    "recipient": "Who it goes to",
    "newer message": "A newer message",
    "secret": "A secret",
    "internal": "Internal text",
    "internal file": "A file of our own",
    "other customer": "Another customer",
    "our own": "Names and addresses of our own",
    "wrong boundary": "Another cloud",
    "unknown id": "An id that is not known as theirs",
    "unfilled": "A blank that was not filled in",
    "promise": "A promise without a clock",
}
SHOWN = 60


@dataclass(frozen=True)
class Remedy:
    """A button. `replace` puts `instead` in the place of what was found, `read` says that the newer messages were read,
    `go` leads to `url`, where it can be mended."""

    kind: str
    label: str
    instead: str = ""
    url: str = ""


REMOVE = Remedy("replace", "Remove it")


@dataclass(frozen=True)
class Finding:
    """`start` and `end` are its place in the text, both -1 where it has none; `quote` is what stands there, masked when it is secret.

    `fix` is what to do about it in words, `remedies` what a button can do. `file` is the file whose name or content it stands in.
    `promised` is what the text promises without a clock.
    """

    rule: str
    blocks: bool
    quote: str
    says: str
    fix: str
    promised: tuple[Promised, ...] = ()
    start: int = -1
    end: int = -1
    remedies: tuple[Remedy, ...] = ()
    file: str = ""
    entries: tuple[int, ...] = ()

    @property
    def level(self) -> str:
        return "error" if self.blocks else "warning"

    @property
    def title(self) -> str:
        return RULES[self.rule]

    @property
    def is_placed(self) -> bool:
        return self.start >= 0 and not self.file

    @property
    def mark(self) -> str:
        """Names it among the findings of one text, without telling what was found."""
        told = f"{self.rule} {self.start} {self.end} {self.says} {self.quote}"
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def within(self, file: str) -> "Finding":
        says = f"In {file}: {self.says[0].lower()}{self.says[1:]}"
        return replace(self, says=says, file=file, remedies=(), start=-1, end=-1)


def shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 3]}…"
