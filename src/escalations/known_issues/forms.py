"""What people and programs say about known issues."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from .accounts import Account
from .article_files import product_key
from .sections import Sections

Confidence = Literal["work_in_progress", "not_validated", "validated"]
Audience = Literal["internal", "partner", "customer", "public"]
Governance = Literal["experience", "compliance"]
State = Literal["investigating", "workaround", "fix_in_progress", "fixed"]
Kind = Literal["resolved_by", "referenced", "not_helpful"]


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def _plain(text: object) -> object:
    """Browsers send line ends of their own, which would look like a change."""
    return text.replace("\r\n", "\n").strip() if isinstance(text, str) else text


def _ref(text: str) -> str:
    if not re.fullmatch(r"[Kk][Ii]-\d{1,18}", text):
        raise ValueError("Write the article's number, such as KI-7.")
    return text.upper()


Line = Annotated[str, Field(min_length=5, max_length=200), BeforeValidator(_one_line)]
Short = Annotated[str, Field(max_length=200), BeforeValidator(_one_line)]
Body = Annotated[str, Field(min_length=10, max_length=100_000), BeforeValidator(_plain)]
Part = Annotated[str, Field(max_length=50_000), BeforeValidator(_plain)]
Match = Annotated[str, Field(max_length=4_000), BeforeValidator(_plain)]
Reason = Annotated[str, Field(min_length=3, max_length=300), BeforeValidator(_one_line)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
ArticleRef = Annotated[str, AfterValidator(_ref), BeforeValidator(_one_line)]


class _Told(BaseModel):
    title: Line
    body: Body
    family: Key
    audience: Audience = "internal"
    state: State = "investigating"
    fix_eta: date | None = None
    fixed_in: Short | None = None
    match: Match = ""

    def said(self, products: list[str], error_codes: list[str]) -> Account:
        return Account(
            title=self.title, body=self.body, family=self.family, products=list(dict.fromkeys(map(product_key, products))),
            error_codes=list(dict.fromkeys(error_codes)), audience=self.audience, state=self.state, fix_eta=self.fix_eta, fixed_in=self.fixed_in, match=self.match,
        )  # fmt: skip


class ArticleForm(_Told):
    """Products and codes are typed in one line, with commas between them; the text in the four questions that it answers.

    `personal` is what to do with facts about one customer: replace them, or keep them for the reason `kept`.
    """

    body: Part = ""
    issue: Part = ""
    environment: Part = ""
    resolution: Part = ""
    cause: Part = ""
    products: str = Field("", max_length=1000)
    error_codes: str = Field("", max_length=1000)
    personal: Literal["", "replace", "keep"] = ""
    kept: Short = ""

    @model_validator(mode="after")
    def says_something(self) -> "ArticleForm":
        self.body = Sections(
            rest=self.body, issue=self.issue, environment=self.environment, resolution=self.resolution, cause=self.cause
        ).text()
        if len(self.body) < 10:
            raise ValueError("Say at least what the problem is, in the customer's words.")
        return self

    def account(self) -> Account:
        return self.said(listed(self.products), listed(self.error_codes))

    @property
    def reason_to_keep(self) -> str:
        return self.kept if self.personal == "keep" else ""


class AddArticle(ArticleForm):
    boundary: Key
    confidence: Confidence = "work_in_progress"
    case: str = Field("", max_length=30)


class ReviseArticle(ArticleForm):
    version: int


class SetConfidence(BaseModel):
    confidence: Confidence


class Asked(BaseModel):
    """What was searched for; and what of it was opened, as the how manieth of all that was shown."""

    q: Annotated[str, Field(max_length=400)]
    results: int = 0
    opened: Annotated[str | None, Field(pattern=r"^[A-Z]{1,3}-\d{1,18}$")] = None
    position: Annotated[int | None, Field(ge=1, le=10_000)] = None


class ClosureWithArticle(BaseModel):
    article: ArticleRef
    how: Literal["known_issue", "fixed", "workaround", "by_design", "customer_config"]
    solved: Part = ""
    cause: Part = ""
    personal: Literal["", "replace", "keep"] = ""
    kept: Short = ""

    @property
    def reason_to_keep(self) -> str:
        return self.kept if self.personal == "keep" else ""


class MatchTrial(BaseModel):
    match: Annotated[Match, Field(min_length=1)]
    boundary: Key = "everywhere"


class SetGovernance(BaseModel):
    governance: Governance


class SetState(BaseModel):
    state: State
    fix_eta: date | None = None
    fixed_in: Short | None = None


class Flag(BaseModel):
    comment: Annotated[str, Field(min_length=5, max_length=1000), BeforeValidator(_plain)]


class FlagAnswer(BaseModel):
    answer: Reason


class Restoration(BaseModel):
    version: int


class Archival(BaseModel):
    reason: Reason


class LinkArticle(BaseModel):
    article: ArticleRef
    kind: Kind = "referenced"


class ArticleBody(_Told):
    """An article from a program."""

    products: Annotated[list[Short], Field(max_length=50)] = []
    error_codes: Annotated[list[Short], Field(max_length=50)] = []

    def account(self) -> Account:
        return self.said(self.products, self.error_codes)


class NewArticleBody(ArticleBody):
    """`kept` is why facts about one customer must stay in the text."""

    kept: Short = ""
    boundary: Key
    confidence: Confidence = "work_in_progress"


class RevisedArticleBody(ArticleBody):
    kept: Short = ""
    version: int


def listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
