"""What somebody says of a customer."""

from typing import Literal

from pydantic import BaseModel, Field

from ..actions import CustomerFacts
from .fields import Key, Line, OptionalLine

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
