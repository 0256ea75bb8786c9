"""What somebody says of how far an incident reaches."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from ..actions.listing import codes_in
from .fields import Reason, one_line


def _codes(text: str) -> str:
    codes_in(text)
    return text


class ListSubscriptions(BaseModel):
    codes: Annotated[str, Field(max_length=400_000), AfterValidator(_codes)]


class UnlistSubscription(BaseModel):
    code: Annotated[str, Field(max_length=100), BeforeValidator(one_line)]


class Estimate(BaseModel):
    customers: int = Field(ge=0, le=10_000_000)
    source: Reason
