"""What people type when they ask for help or raise a hand."""

from typing import Literal

from pydantic import BaseModel, Field


class HelpAsk(BaseModel):
    person: str = Field(min_length=3, max_length=30)
    question: str = Field(min_length=5, max_length=500)


class HelpOffer(BaseModel):
    question: str = Field(min_length=5, max_length=500)


class HelpAnswer(BaseModel):
    answer: Literal["accepted", "declined", "ended"]
    note: str = Field("", max_length=300)


class Calling(BaseModel):
    family: str = Field(min_length=1, max_length=60)
    question: str = Field(min_length=5, max_length=500)


class CallEnd(BaseModel):
    why: str = Field("it is answered", max_length=300)
