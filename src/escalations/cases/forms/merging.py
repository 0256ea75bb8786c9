"""What people type when cases become one, or two."""

import re
from typing import Annotated

from pydantic import BaseModel, Field


def refs_in(text: str) -> list[str]:
    """Every number of a case, once, in order."""
    return list(dict.fromkeys(f"C-{number}" for number in re.findall(r"\bc-(\d{1,18})\b", text, re.IGNORECASE)))


Reason = Annotated[str, Field(min_length=5, max_length=500)]


class Merging(BaseModel):
    other: list[str] = Field(min_length=1, max_length=40)
    reason: Reason
    tell_owners: bool = False


class Splitting(BaseModel):
    entry: list[int] = Field(min_length=1, max_length=500)
    title: str = Field(min_length=5, max_length=200)
    reason: Reason
    contact_id: int | None = None
    keep_owner: bool = False
