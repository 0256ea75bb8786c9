"""What somebody says of a customer's contacts and subscriptions."""

from pydantic import BaseModel, Field

from ..actions import ContactFacts
from .fields import Address, Keys, Line, OptionalLine, Zone


class NewContact(BaseModel):
    name: Line
    email: Address
    title: OptionalLine = ""
    time_zone: Zone = "UTC"
    language: str = Field("en", pattern=r"^[a-z]{2}$")

    @property
    def facts(self) -> ContactFacts:
        return ContactFacts(**self.model_dump(include={"name", "email", "title", "time_zone", "language"}))


class RevisedContact(NewContact):
    version: int


class NewSubscription(BaseModel):
    code: Line
    name: Line
    regions: Keys = ()
    services: Keys = ()
