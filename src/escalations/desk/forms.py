"""What is asked of the desk."""

from typing import Literal

from pydantic import BaseModel, Field, field_validator

from ..catalog.loading import catalogue
from ..customers.models import PLANS


class Replay(BaseModel):
    """No job named means all that are held."""

    job: int | None = None


class Drop(BaseModel):
    job: int


class RuleTrial(BaseModel):
    """The first line of the text counts as the title."""

    text: str = Field(min_length=3, max_length=20_000)
    severity: Literal["A", "B", "C"] = "B"
    plan: str = "standard"
    cover: bool = False
    boundary: str = "public"

    @field_validator("plan")
    @classmethod
    def plan_is_sold(cls, plan: str) -> str:
        if plan not in PLANS:
            raise ValueError("Choose one of the options.")
        return plan

    @field_validator("boundary")
    @classmethod
    def boundary_is_there(cls, boundary: str) -> str:
        if boundary not in catalogue().boundaries:
            raise ValueError("Choose one of the options.")
        return boundary

    @property
    def title(self) -> str:
        return self.text.strip().split("\n", 1)[0].strip()[:300]

    @property
    def description(self) -> str:
        return self.text.strip().partition("\n")[2].strip()
