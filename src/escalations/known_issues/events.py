"""What happens to known-issue articles, and to cases through them."""

from dataclasses import dataclass

from ..platform.events import Event


@dataclass(frozen=True, kw_only=True)
class ArticleAdded(Event):
    family: str
    source: str | None = None

    def told(self) -> str:
        return f"imported the article from {self.source}" if self.source else "wrote the article"


@dataclass(frozen=True, kw_only=True)
class ArticleRevised(Event):
    """`changed` names the fields."""

    changed: list[str]
    state: str
    was_state: str

    def told(self) -> str:
        if self.state != self.was_state:
            return f"revised the article: {self.was_state} → {self.state}".replace("_", " ")
        return f"revised the article: {', '.join(self.changed)}".replace("_", " ")


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
