"""What people and programs say about customers."""

import re
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from .actions import ContactFacts, CustomerFacts


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("Write a time zone by its name, such as Europe/Berlin.")
    return name


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+", text):
        raise ValueError("Write one e-mail address, such as mira@contoso.example.")
    return text.lower()


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", text):
        raise ValueError(f"“{text[:60]}” is no key. Keys are lower case and without spaces, such as westeurope.")
    return text


def _keys(text: object) -> object:
    """Typed keys stand apart by commas, spaces or lines."""
    return re.split(r"[\s,;]+", text.strip(" ,;\r\n")) if isinstance(text, str) else text


Line = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=200)]
OptionalLine = Annotated[str, BeforeValidator(_one_line), Field(max_length=200)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Address = Annotated[str, BeforeValidator(_one_line), Field(max_length=254), AfterValidator(_address)]
Key = Annotated[str, AfterValidator(_key)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_keys), Field(max_length=100)]
Plan = Literal["developer", "standard", "prodirect", "unified"]


class CustomerForm(BaseModel):
    name: Line
    industry: OptionalLine = ""
    plan: Plan = "standard"

    @property
    def facts(self) -> CustomerFacts:
        return CustomerFacts(name=self.name, industry=self.industry, plan=self.plan)


class NewCustomer(CustomerForm):
    boundary: Key
    handling_notes: str = Field("", max_length=10_000)


class RevisedCustomer(CustomerForm):
    version: int


class HandlingNotes(BaseModel):
    handling_notes: str = Field("", max_length=10_000)
    version: int


class Cover(BaseModel):
    until: date

    def end_of_day(self, zone: str) -> datetime:
        return datetime.combine(self.until, time(23, 59), ZoneInfo(zone))


class EndOfCover(BaseModel):
    reason: Annotated[str, BeforeValidator(_one_line), Field(min_length=5, max_length=300)]


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
