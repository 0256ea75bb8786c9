"""What is said on a case."""

from dataclasses import dataclass

from ...platform.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerAnswered(Event):
    entry_id: int
    first: bool
    overrides: list[str]

    def told(self) -> str:
        over = f" over a warning of the gate ({', '.join(dict.fromkeys(self.overrides))})" if self.overrides else ""
        return "replied to the customer" + (" (first answer)" if self.first else "") + over


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(Event):
    entry_id: int

    def told(self) -> str:
        return "added the customer's message"


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Event):
    entry_id: int

    def told(self) -> str:
        return "added an internal note"


@dataclass(frozen=True, kw_only=True)
class PersonMentioned(Event):
    entry_id: int
    person_id: int
    name: str

    def told(self) -> str:
        return f"mentioned {self.name} in a note"


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    attachment_id: int
    name: str
    size: int
    internal: bool = False

    def told(self) -> str:
        return f"attached {self.name}" + (" for us only" if self.internal else "")


@dataclass(frozen=True, kw_only=True)
class PromiseMade(Event):
    """`words` are ours, as the reply says them."""

    clock_id: int
    words: str
    until: str

    def told(self) -> str:
        return f"promised the next update by {self.until} (“{self.words}”)"


@dataclass(frozen=True, kw_only=True)
class PromiseWithdrawn(Event):
    clock_id: int
    words: str
    reason: str

    def told(self) -> str:
        return f"withdrew the promise “{self.words}”: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class ReplyPrepared(Event):
    why: str

    def told(self) -> str:
        return f"prepared a reply: {self.why}"


@dataclass(frozen=True, kw_only=True)
class ReplyWithdrawn(Event):
    why: str

    def told(self) -> str:
        return f"took the prepared reply away: {self.why}"
