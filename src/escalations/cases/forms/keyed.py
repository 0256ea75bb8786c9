"""The name that a program gives to what it sends, so that sending it again is harmless."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field


def _or_none(key: str | None) -> str | None:
    return key if key and key.strip() else None


ExternalKey = Annotated[str | None, AfterValidator(_or_none)]
"""An empty one is none: otherwise all that came without would be one and the same."""


class Keyed(BaseModel):
    external_key: ExternalKey = Field(None, max_length=200)
