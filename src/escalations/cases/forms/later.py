"""When something is to come back, as people say it: in two hours, tomorrow, on Monday, or at a time that they write."""

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from ...platform.time import now

MORNING = time(9)


class Later(BaseModel):
    """`until` is asked only where nothing is said in words. A time without a zone is meant in the person's own."""

    later: Literal["", "two_hours", "tomorrow", "monday"] = ""
    until: datetime | None = Field(None, validate_default=True)

    @field_validator("until")
    @classmethod
    def is_said(cls, until: datetime | None, about: ValidationInfo) -> datetime | None:
        if until is None and not about.data.get("later"):
            raise ValueError("Fill this in.")
        return until

    def moment(self, zone: str) -> datetime:
        """Counted from now, for somebody who lives in `zone`."""
        until = said(self.later, now(), ZoneInfo(zone)) if self.later else in_zone(self.until, zone)
        assert until is not None
        return until


def said(later: str, at: datetime, zone: ZoneInfo) -> datetime:
    """`monday` is the next one after today."""
    if later == "two_hours":
        return (at + timedelta(hours=2)).replace(second=0, microsecond=0)
    today = at.astimezone(zone).date()
    days = 7 - today.weekday() if later == "monday" else 1
    return datetime.combine(today + timedelta(days=days), MORNING, zone)


def in_zone(moment: datetime | None, zone: str) -> datetime | None:
    """A time typed without a zone is meant in the person's own."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=ZoneInfo(zone))
