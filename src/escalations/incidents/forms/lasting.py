"""What somebody says of an incident while it lasts."""

from datetime import datetime

from pydantic import BaseModel

from .fields import Reason, Text


class PostUpdate(BaseModel):
    text: Text


class Mitigation(BaseModel):
    note: Text
    at: datetime | None = None


class Resolution(BaseModel):
    root_cause: Text


class Reactivation(BaseModel):
    reason: Reason
