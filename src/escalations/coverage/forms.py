"""What is asked of people about being on call."""

from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from litestar.datastructures import UploadFile
from pydantic import BaseModel, BeforeValidator, Field, field_validator, model_validator

from .hours import Hours
from .spans import Span
from .turns import Plan


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


Short = Annotated[str, Field(max_length=200), BeforeValidator(_one_line)]
Step = Literal["preview", "save"]


class Looked(BaseModel):
    """Saves only what was looked at: `previewed` is the mark of what was shown last."""

    step: Step = "preview"
    previewed: str = ""

    @property
    def mark(self) -> str:
        told = self.model_dump(exclude={"step", "previewed"})
        return sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]

    @property
    def is_only_looked_at(self) -> bool:
        return self.step == "preview" or self.previewed != self.mark


class Stretch(Looked):
    """Local times of whoever types them."""

    start: datetime
    end: datetime

    @field_validator("start", "end")
    @classmethod
    def is_within_reason(cls, moment: datetime) -> datetime:
        if not 2000 < moment.year < 2200:
            raise ValueError("Choose a year of this century.")
        return moment

    @model_validator(mode="after")
    def ends_later(self) -> "Stretch":
        if (self.start.tzinfo is None) != (self.end.tzinfo is None) or self.end <= self.start:
            raise ValueError("Choose an end after the beginning.")
        return self

    def span(self, zone: ZoneInfo) -> Span:
        start, end = (at if at.tzinfo else at.replace(tzinfo=zone) for at in (self.start, self.end))
        return Span(start.astimezone(UTC), end.astimezone(UTC))


class OverrideForm(Stretch):
    person: str = Field(max_length=20)
    reason: Short = ""


class AbsenceForm(Stretch):
    kind: Literal["holiday", "sick", "training", "other"] = "holiday"


class SwapForm(Looked):
    """`offer` is a colleague and, where something is taken in return, a shift of theirs: `P-3` or `P-3:17`."""

    shift: int
    offer: str = Field(max_length=40)
    note: Short = ""

    @property
    def colleague(self) -> str:
        return self.offer.partition(":")[0]

    @property
    def in_return(self) -> int | None:
        told = self.offer.partition(":")[2]
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 18 else None


class RotationForm(BaseModel):
    """`members` are references of people in order, separated by commas or lines."""

    name: Annotated[str, Field(min_length=3, max_length=80), BeforeValidator(_one_line)]
    time_zone: str
    every: Literal["day", "week"] = "week"
    handoff_day: int = Field(1, ge=1, le=7)
    handoff_at: time = time(9)
    starts_on: date
    hours_from: time = time()
    hours_until: time = time()
    days: list[int] = Field(default_factory=list)
    members: list[str] = Field(default_factory=list)
    version: int = 0

    @field_validator("time_zone")
    @classmethod
    def zone_is_there(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("Write a time zone such as Europe/Berlin.")
        return zone

    @field_validator("days")
    @classmethod
    def days_are_of_the_week(cls, days: list[int]) -> list[int]:
        if not days or not set(days) <= set(range(1, 8)):
            raise ValueError("Choose days of the week.")
        return sorted(set(days))

    def plan(self, members: list[int]) -> Plan:
        hours = Hours(
            time_zone=self.time_zone,
            start=_minutes(self.hours_from),
            end=_minutes(self.hours_until),
            days=tuple(self.days),
        )
        return Plan(
            hours=hours, every=self.every, handoff_day=self.handoff_day, handoff_at=_minutes(self.handoff_at),
            starts_on=self.starts_on, members=members,
        )  # fmt: skip


class NewRotationForm(RotationForm):
    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")
    boundary: str = Field("everywhere", max_length=40)


class CalendarFileForm(BaseModel):
    model_config = {"arbitrary_types_allowed": True}
    file: UploadFile


class CalendarAddressForm(BaseModel):
    address: str = Field("", max_length=1000)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
