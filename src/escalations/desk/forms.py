"""What is asked of the desk."""

from datetime import time
from functools import cache
from typing import Literal
from zoneinfo import available_timezones

from litestar.datastructures import UploadFile
from pydantic import BaseModel, Field, field_validator, model_validator

from ..catalog.loading import catalogue
from ..customers.models import PLANS
from ..people.plans import RosterPlan


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


class ClockFile(BaseModel):
    """Typed or uploaded; what was uploaded counts."""

    model_config = {"arbitrary_types_allowed": True}

    text: str = Field(default="", max_length=200_000)
    file: UploadFile | None = None

    @model_validator(mode="after")
    def something_is_there(self) -> "ClockFile":
        if not self.text.strip() and self.file is None:
            raise ValueError("Paste a policy or a file of calendars, or choose one.")
        return self


class RosterForm(BaseModel):
    """`skills` are a family and a level each. `previewed` names the plan whose effects were last shown."""

    version: int
    shift_start: time
    shift_end: time
    days: list[int] = Field(default_factory=list)
    time_zone: str
    capacity: int = Field(ge=0, le=100)
    presence: Literal["available", "busy", "away", "offline"]
    skills: list[str] = Field(default_factory=list)
    step: Literal["preview", "save"] = "preview"
    previewed: str = ""

    @field_validator("days")
    @classmethod
    def days_are_of_a_week(cls, days: list[int]) -> list[int]:
        if any(day not in range(1, 8) for day in days):
            raise ValueError("Choose days of the week.")
        return sorted(set(days))

    @field_validator("time_zone")
    @classmethod
    def zone_is_known(cls, zone: str) -> str:
        if zone not in _zones():
            raise ValueError("Write a time zone as in Europe/Berlin or America/New_York.")
        return zone

    @field_validator("skills")
    @classmethod
    def skills_are_levels_of_families(cls, skills: list[str]) -> list[str]:
        for family, _, level in (skill.partition(":") for skill in skills):
            if family not in catalogue().families or level not in tuple("012345"):
                raise ValueError("Choose one of the options.")
        return skills

    @property
    def plan(self) -> RosterPlan:
        levels = {family: int(level) for family, _, level in (skill.partition(":") for skill in self.skills)}
        return RosterPlan(
            shift_start=_minutes(self.shift_start), shift_end=_minutes(self.shift_end), shift_days=tuple(self.days),
            time_zone=self.time_zone, capacity=self.capacity, presence=self.presence,
            levels={family: level for family, level in levels.items() if level},
        )  # fmt: skip


@cache
def _zones() -> set[str]:
    return available_timezones()


def _minutes(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
