"""What administrators write about feeds."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from .models.words import KINDS


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def _kind(text: str) -> str:
    if text not in KINDS or text == "archive":
        raise ValueError("Choose one of the kinds.")
    return text


def words_in(text: str) -> dict[str, str]:
    """One `their word = our key` a line; empty lines and lines that begin with # are passed over."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.strip().startswith("#"):
            continue
        word, equals, key = (part.strip() for part in line.rpartition("="))
        if not word or not equals or not key:
            raise ValueError(f"Line {number}: write what the vendor says, an equals sign, and our key.")
        found[word] = key
    return found


def _words(text: object) -> object:
    return words_in(text) if isinstance(text, str) else text


Name = Annotated[str, Field(min_length=3, max_length=80), BeforeValidator(_one_line)]
Words = Annotated[dict[str, str], BeforeValidator(_words)]
Secret = Annotated[str, Field(max_length=200), BeforeValidator(_one_line)]
Long = Annotated[str, Field(max_length=20_000)]
Minutes = Annotated[int, Field(ge=1, le=1440)]


class AddFeed(BaseModel):
    name: Name
    kind: Annotated[str, AfterValidator(_kind)]
    boundary: str = Field(max_length=60)
    signing_key: Secret = ""
    poll_url: str = Field("", max_length=500)
    poll_minutes: Minutes = 5
    mapping: Long = ""
    otherwise: str = Field("", max_length=60)


class ReviseFeed(BaseModel):
    version: int
    words: Words = Field(default_factory=dict)
    otherwise: str = Field("", max_length=60)
    mapping: Long = ""
    poll_url: str = Field("", max_length=500)
    poll_minutes: Minutes = 5


class NewKey(BaseModel):
    signing_key: Secret = ""


class Trial(BaseModel):
    payload: str = Field(max_length=1_000_000)
    mapping: Long = ""


class PassOn(BaseModel):
    text: int
