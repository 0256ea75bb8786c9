"""What somebody says of a customer's cover and business moments."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, Field

from ..actions import CoverTerms
from .fields import Keys, Line, OptionalLine, one_line


class Cover(BaseModel):
    until: date
    contract: OptionalLine = ""
    hours: Literal["always", "business"] = "always"
    products: Keys = ()
    subscriptions: list[int] = Field(default_factory=list, max_length=500)

    @property
    def terms(self) -> CoverTerms:
        return CoverTerms(self.contract, self.hours, self.products, self.subscriptions)

    def end_of_day(self, zone: str) -> datetime:
        return datetime.combine(self.until, time(23, 59), ZoneInfo(zone))


class EndOfCover(BaseModel):
    """Of one contract; without it of all."""

    reason: Annotated[str, BeforeValidator(one_line), Field(min_length=5, max_length=300)]
    contract: str | None = Field(None, max_length=200)


class Moment(BaseModel):
    name: Line
    starts_at: datetime
    ends_at: datetime

    def times(self, zone: str) -> tuple[datetime, datetime]:
        """Typed without a zone they are meant in the person's own."""
        return _aware(self.starts_at, zone), _aware(self.ends_at, zone)


def _aware(moment: datetime, zone: str) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(zone))
