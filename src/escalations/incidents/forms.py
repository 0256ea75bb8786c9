"""What people and programs say about incidents."""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from ..cases.forms import in_zone
from .actions import Account


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def _plain(text: object) -> object:
    """Browsers send line ends of their own, which would look like a change."""
    return text.replace("\r\n", "\n").strip() if isinstance(text, str) else text


def _case_ref(text: str) -> str:
    if not re.fullmatch(r"[Cc]-\d{1,18}", text):
        raise ValueError("Write the case's number, such as C-123.")
    return text.upper()


Line = Annotated[str, Field(min_length=5, max_length=200), BeforeValidator(_one_line)]
Text = Annotated[str, Field(min_length=5, max_length=8000), BeforeValidator(_plain)]
Reason = Annotated[str, Field(min_length=3, max_length=300), BeforeValidator(_one_line)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Keys = Annotated[list[Key], Field(max_length=200)]


class AccountForm(BaseModel):
    title: Line
    summary: Text
    severity: Literal["A", "B", "C"]
    started_at: datetime
    families: Keys = []
    products: Keys = []
    regions: Keys = []

    def account(self, zone: str) -> Account:
        """A time without a zone is meant in the person's own."""
        started_at = in_zone(self.started_at, zone)
        assert started_at is not None
        return Account(
            title=self.title, summary=self.summary, severity=self.severity, started_at=started_at, families=self.families,
            products=self.products, regions=self.regions,
        )  # fmt: skip


class DeclareIncident(AccountForm):
    boundary: Key
    case: str | None = Field(None, max_length=30)


class ReviseIncident(AccountForm):
    version: int


class PostUpdate(BaseModel):
    text: Text


class Mitigation(BaseModel):
    note: Text
    at: datetime | None = None


class Resolution(BaseModel):
    root_cause: Text


class Reactivation(BaseModel):
    reason: Reason


class LinkCase(BaseModel):
    case: Annotated[str, AfterValidator(_case_ref), BeforeValidator(_one_line)]


class Rejection(BaseModel):
    reason: str = Field("", max_length=300)


class EndOfLink(BaseModel):
    reason: Reason
