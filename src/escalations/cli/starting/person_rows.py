"""A row as a person: what each column may say."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from ...catalog.loading import catalogue
from ...customers.forms.fields import Address, Line, Zone
from ...people.models import Person
from ...people.roles import ROLES
from ..arguments import BoundaryUntil, FamilyLevel
from .cells import listed, listed_as

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _role(told: str) -> str:
    wanted = re.sub(r"[\s_-]+", "_", told.casefold())
    found = [key for key, name in ROLES.items() if wanted in (key, re.sub(r"[\s-]+", "_", name.casefold()))]
    if not found:
        raise ValueError(f"There is no role {told}. Write one of {', '.join(ROLES)}.")
    return found[0]


def _group(told: str) -> str:
    if told not in catalogue().product_groups:
        raise ValueError(f"There is no product group {told}. Write one of {', '.join(catalogue().product_groups)}.")
    return told


def _languages(told: list[str]) -> list[str]:
    if odd := [one for one in told if not re.fullmatch("[a-z]{2}", one)]:
        raise ValueError(f"{odd[0]} is no language. Write its two letters, such as en or de.")
    return list(dict.fromkeys(told))


def _hours(told: object) -> object:
    """`09:00-17:30` → minutes since midnight; the end may be on the next day."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)", str(told))
    if not found:
        raise ValueError(f"{told} are no hours. Write them as 09:00-17:00.")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    return start_hour * 60 + start_minute, end_hour * 60 + end_minute


def _days(told: object) -> object:
    """`Mon-Thu; Sat` → ISO weekdays."""
    days: set[int] = set()
    for part in str(told).replace(",", ";").split(";"):
        ends = [
            _DAYS.index(word) if (word := end.strip().casefold()[:3]) in _DAYS else -1 for end in re.split("[-–]", part)
        ]
        if -1 in ends or len(ends) > 2:
            raise ValueError(f"{part.strip()} are no days. Write them as Mon-Fri, or as Mon; Wed; Sat.")
        days |= {(ends[0] + step) % 7 + 1 for step in range((ends[-1] - ends[0]) % 7 + 1)}
    return sorted(days)


class PersonRow(BaseModel):
    """`hours` are minutes since midnight in `time_zone`, `days` those on which a shift begins."""

    email: Address
    name: Line
    role: Annotated[str, AfterValidator(_role)]
    time_zone: Zone = "UTC"
    languages: Annotated[list[str], BeforeValidator(listed), AfterValidator(_languages)] = ["en"]
    hours: Annotated[tuple[int, int], BeforeValidator(_hours)] = (540, 1020)
    days: Annotated[list[int], BeforeValidator(_days)] = [1, 2, 3, 4, 5]
    capacity: int = Field(8, ge=0, le=100)
    specialties: Annotated[list[tuple[str, int]], BeforeValidator(listed_as(FamilyLevel()))] = []
    product_group: Annotated[str, AfterValidator(_group)] | None = None
    clearances: Annotated[list[tuple[str, datetime]], BeforeValidator(listed_as(BoundaryUntil()))] = []
    evidence: Line | None = None

    @model_validator(mode="after")
    def _answers_for_somebody(self) -> "PersonRow":
        if (self.role == "product_group_engineer") != (self.product_group is not None):
            raise ValueError("A product-group engineer answers for a product_group, and nobody else does.")
        return self

    def person(self) -> Person:
        return Person(
            email=self.email, name=self.name, role=self.role, time_zone=self.time_zone, languages=self.languages,
            shift_start=self.hours[0], shift_end=self.hours[1], shift_days=self.days, capacity=self.capacity,
            product_group=self.product_group,
        )  # fmt: skip
