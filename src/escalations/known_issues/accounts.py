"""What somebody or a file says in an article."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Account:
    """What an article says. Products are keys of the catalogue where it knows them; `match` is what a case must be like."""

    title: str
    body: str
    family: str
    products: list[str] = field(default_factory=list)
    error_codes: list[str] = field(default_factory=list)
    audience: str = "internal"
    state: str = "investigating"
    fix_eta: date | None = None
    fixed_in: str | None = None
    match: str = ""

    @property
    def words(self) -> str:
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The file that an article comes from, by its path below the imported folder and the hash of its content."""

    path: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class ArticleFile:
    """`boundary` and `confidence` are None where the file does not say them."""

    account: Account
    source: Source
    boundary: str | None
    confidence: str | None
