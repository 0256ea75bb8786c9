"""What people type about people and at the door."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field, field_validator

from ..platform.language.catalogues import languages


class SignInForm(BaseModel):
    email: str = Field(max_length=200)
    password: str = Field(max_length=200)
    next: str = "/"

    @property
    def destination(self) -> str:
        return local_path(self.next)


class DemoSignIn(BaseModel):
    person_id: int
    next: str = "/"


class PresenceForm(BaseModel):
    presence: Literal["available", "busy", "away", "offline"]


class LanguageForm(BaseModel):
    language: str = ""

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, language: str) -> str:
        if language and language not in languages():
            raise ValueError(f"There are pages in {', '.join(languages().values())}. Choose one of them.")
        return language


class MentionMailForm(BaseModel):
    when: Literal["unseen", "always", "never"]


class SeenForm(BaseModel):
    """All up to one, or of one thread."""

    up_to: int = Field(ge=0, lt=2**63)
    thread: str = Field(default="", max_length=80)


class UnseenForm(BaseModel):
    """Without `at` whenever it was seen."""

    first: int = Field(ge=0, lt=2**63)
    last: int = Field(ge=0, lt=2**63)
    at: datetime | None = None
    thread: str = Field(default="", max_length=80)


class ClearanceForm(BaseModel):
    boundary: str = Field(max_length=40)
    until: date
    evidence: str = Field(min_length=5, max_length=500)


def local_path(path: str) -> str:
    """Only paths of this site: a sign-in link must not send anybody elsewhere. A browser drops tabs and line breaks from an address
    and takes a backslash for a slash, so that "/\t/elsewhere" is another site."""
    odd = any(character in path for character in "\\\x7f") or any(ord(character) < 32 for character in path)
    return path if path.startswith("/") and not path.startswith("//") and not odd else "/"
