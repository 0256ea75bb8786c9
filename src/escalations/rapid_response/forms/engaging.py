"""An engagement from the request to its end."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

Role = Literal["lead", "technical", "communications", "customer"]
Audience = Literal["customer", "internal"]


class RequestRapidResponse(BaseModel):
    reason: str = Field(min_length=10, max_length=2000)


class StandDownCase(BaseModel):
    note: str = Field(min_length=5, max_length=2000)
    learned: str = Field("", max_length=4000)


class StandDown(StandDownCase):
    """Of an engagement: `learned` is asked for by the verb where somebody led it."""


class ForCase(BaseModel):
    case: str = Field(max_length=20)


class AddCase(ForCase):
    pass


class ReleaseCase(ForCase):
    why: str = Field(min_length=5, max_length=300)


class Widening(BaseModel):
    cause: str = Field(min_length=5, max_length=300)
    incident: str = Field("", max_length=20)


class RoleForm(BaseModel):
    """`over` is the number of the person it is taken from, `person` the ref of whom it goes to; without, it is oneself."""

    role: Role
    person: str = Field("", max_length=20)
    over: int | None = None


class PromiseNext(BaseModel):
    next_at: datetime


class PromiseMoved(PromiseNext):
    why: str = Field(min_length=5, max_length=300)


class StepForm(BaseModel):
    what: str = Field(min_length=3, max_length=500)
    who: str = Field("", max_length=120)
    due_at: datetime | None = None


class StepRevision(StepForm):
    version: int


class StepTick(BaseModel):
    done: bool = False


class SummaryForm(BaseModel):
    audience: Audience
    body: str = Field(min_length=3, max_length=10_000)
    version: int = Field(ge=0)


class NoteGuest(BaseModel):
    name: str = Field(min_length=2, max_length=120)
    side: Literal["us", "customer", "product_group", "partner"] = "us"
