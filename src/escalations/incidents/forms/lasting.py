"""What somebody says of an incident while it lasts."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from .fields import Reason, Text


class PostUpdate(BaseModel):
    """`reach` says whether the linked cases get it as a note, or whether it stays on the incident."""

    text: Text
    reach: Literal["cases", "incident"] = "cases"


class Mitigation(BaseModel):
    note: Text
    at: datetime | None = None


class Resolution(BaseModel):
    root_cause: Text


class Reactivation(BaseModel):
    reason: Reason
