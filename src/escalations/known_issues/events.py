"""What happens to known-issue articles, and to cases through them."""

from dataclasses import dataclass

from ..platform.events import Event


@dataclass(frozen=True, kw_only=True)
class ArticleAdded(Event):
    """`kept` is why facts about one customer stand in it."""

    family: str
    source: str | None = None
    kept: str = ""

    def told(self) -> str:
        return f"imported the article from {self.source}" if self.source else "wrote the article"


@dataclass(frozen=True, kw_only=True)
class ArticleRevised(Event):
    """`changed` names the fields, `number` is the version it made, `restored` the one whose words came back."""

    changed: list[str]
    state: str
    was_state: str
    number: int = 0
    restored: int | None = None
    kept: str = ""

    def told(self) -> str:
        if self.restored:
            return f"brought back version {self.restored} of the article"
        if self.state != self.was_state:
            return f"revised the article: {self.was_state} → {self.state}".replace("_", " ")
        return f"revised the article: {', '.join(self.changed)}".replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class KnownIssueStateChanged(Event):
    """`said` is the new state with its date or release. Open cases that are linked to it hear of this."""

    state: str
    was_state: str
    said: str

    def told(self) -> str:
        return f"says of the problem: {self.said[:1].lower()}{self.said[1:]}"


@dataclass(frozen=True, kw_only=True)
class ArticleGovernanceSet(Event):
    was: str
    became: str

    def told(self) -> str:
        return f"set its governance from {self.was} to {self.became} based"


@dataclass(frozen=True, kw_only=True)
class ArticleTaken(Event):
    was: str | None = None

    def told(self) -> str:
        return "took the article over" + (f" from {self.was}" if self.was else "")


@dataclass(frozen=True, kw_only=True)
class ArticleFlagged(Event):
    flag: int

    def told(self) -> str:
        return "flagged the article: something in it is not right"


@dataclass(frozen=True, kw_only=True)
class ArticleFlagSettled(Event):
    flag: int
    answer: str

    def told(self) -> str:
        return f"settled a flag: {self.answer}"


@dataclass(frozen=True, kw_only=True)
class ArticleConfidenceSet(Event):
    was: str
    became: str

    def told(self) -> str:
        return f"set its confidence from {self.was} to {self.became}".replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class ArticleArchived(Event):
    was: str
    reason: str

    def told(self) -> str:
        return f"archived the article: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class KnownIssueLinked(Event):
    article: str
    kind: str
    was: str | None = None

    def told(self) -> str:
        said = {"resolved_by": f"solved it with {self.article}", "not_helpful": f"set {self.article} aside: not this"}
        return said.get(self.kind, f"linked it to known issue {self.article}")


@dataclass(frozen=True, kw_only=True)
class KnownIssueUnlinked(Event):
    article: str
    was: str

    def told(self) -> str:
        return f"removed the link to known issue {self.article}"


@dataclass(frozen=True, kw_only=True)
class KnownIssueMoved(Event):
    """Told on each open case that is linked to the article."""

    article: str
    said: str

    def told(self) -> str:
        return f"learned of known issue {self.article}: {self.said[:1].lower()}{self.said[1:]}"
