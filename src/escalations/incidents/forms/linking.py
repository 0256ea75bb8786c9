"""What somebody says of the link of a case and an incident."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from .fields import Reason, case_ref, one_line


class LinkCase(BaseModel):
    case: Annotated[str, AfterValidator(case_ref), BeforeValidator(one_line)]


class Rejection(BaseModel):
    reason: str = Field("", max_length=300)


class EndOfLink(BaseModel):
    reason: Reason
