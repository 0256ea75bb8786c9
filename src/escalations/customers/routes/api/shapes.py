"""What programs read of customers."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ...actions import CoverTerms


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CustomerRead(_Read):
    ref: str
    name: str
    industry: str
    plan: str
    boundary: str
    cover_until: datetime | None


class CustomerInFull(CustomerRead):
    handling_notes: str
    version: int


class ContactRead(_Read):
    id: int
    name: str
    email: str
    title: str
    time_zone: str
    language: str
    left_at: datetime | None


class SubscriptionRead(_Read):
    id: int
    code: str
    name: str
    regions: list[str]
    services: list[str]


class CoverUntil(BaseModel):
    until: AwareDatetime
    contract: str = ""
    hours: Literal["always", "business"] = "always"
    products: list[str] = []
    subscriptions: list[int] = []

    @property
    def terms(self) -> CoverTerms:
        return CoverTerms(self.contract, self.hours, self.products, self.subscriptions)
