"""What somebody says of a customer and its cover."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, Field

from ..actions import CustomerFacts
from .fields import Key, Line, OptionalLine, one_line

Plan = Literal["developer", "standard", "prodirect", "premier", "unified"]


class CustomerForm(BaseModel):
    name: Line
    industry: OptionalLine = ""
    plan: Plan = "standard"

    @property
    def facts(self) -> CustomerFacts:
        return CustomerFacts(name=self.name, industry=self.industry, plan=self.plan)


class NewCustomer(CustomerForm):
    boundary: Key
    handling_notes: str = Field("", max_length=10_000)


class RevisedCustomer(CustomerForm):
    version: int


class HandlingNotes(BaseModel):
    handling_notes: str = Field("", max_length=10_000)
    version: int


class Cover(BaseModel):
    until: date

    def end_of_day(self, zone: str) -> datetime:
        return datetime.combine(self.until, time(23, 59), ZoneInfo(zone))


class EndOfCover(BaseModel):
    reason: Annotated[str, BeforeValidator(one_line), Field(min_length=5, max_length=300)]
