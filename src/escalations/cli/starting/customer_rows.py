"""A row as a customer, with a contact and a subscription where it names them: what each column may say."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from ...catalog.loading import catalogue
from ...catalog.models import Product, Region
from ...customers.forms.customers import Plan
from ...customers.forms.fields import Address, Line, Zone
from ..arguments import Boundary
from .cells import listed, listed_as


def _regions(told: Iterable[str]) -> list[str]:
    return [_known(one, catalogue().region_named(one), "region") for one in told]


def _services(told: Iterable[str]) -> list[str]:
    return [_known(one, catalogue().product_named(one), "product") for one in told]


def _known(told: str, found: Region | Product | None, kind: str) -> str:
    if found is None:
        raise ValueError(f"There is no {kind} {told} in the catalogue. Correct it, or leave it out.")
    return found.key


def _boundary(told: str) -> str:
    return listed_as(Boundary())(told)[0]


class CustomerRow(BaseModel):
    """Whatever is None was not said. Several rows of one customer each add to it."""

    name: Line
    boundary: Annotated[str, AfterValidator(_boundary)] = "public"
    plan: Annotated[Plan, BeforeValidator(lambda told: str(told).casefold())] | None = None
    industry: Line | None = None
    handling_notes: str | None = Field(None, max_length=10_000)
    contact_email: Address | None = None
    contact_name: Line | None = None
    contact_title: Line | None = None
    contact_time_zone: Zone | None = None
    contact_language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    subscription: Line | None = None
    subscription_name: Line | None = None
    regions: Annotated[list[str], BeforeValidator(listed), AfterValidator(_regions)] = []
    services: Annotated[list[str], BeforeValidator(listed), AfterValidator(_services)] = []
    contract: Line | None = None
    cover_until: date | None = None
    cover_hours: Literal["always", "business"] | None = None

    @model_validator(mode="after")
    def _belongs_together(self) -> "CustomerRow":
        for head, rest in _HEADS.items():
            alone = [name for name in rest if getattr(self, name)]
            if alone and getattr(self, head) is None:
                raise ValueError(f"There is a {alone[0]} and no {head}. Fill that too.")
        return self


_HEADS = {
    "contact_email": ("contact_name", "contact_title", "contact_time_zone", "contact_language"),
    "subscription": ("subscription_name", "regions", "services"),
    "cover_until": ("contract", "cover_hours"),
}
"""A column without which the others say nothing."""
