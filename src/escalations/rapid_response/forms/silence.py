"""How a silent customer was asked, and what they said."""

from typing import Literal

from pydantic import BaseModel, Field


class NoteContact(BaseModel):
    customer: str = Field(max_length=20)
    how: Literal["phone", "mail", "chat", "meeting"]
    whom: str = Field(min_length=2, max_length=120)
    outcome: Literal["no_answer", "not_affected", "copes", "opens_case"]
    note: str = Field("", max_length=2000)
