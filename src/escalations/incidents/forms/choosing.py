"""Many cases that somebody chose, with what they saw of each link: `C-12.3` is case 12 with the third version of its link."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from .declaring import AccountForm
from .fields import Reason, incident_ref, one_line


def _token(text: str) -> str:
    if not re.fullmatch(r"C-\d{1,18}\.\d{1,9}", text):
        raise ValueError("Choose cases from the list.")
    return text


Tokens = Annotated[list[Annotated[str, AfterValidator(_token)]], Field(max_length=500)]


def seen_in(tokens: list[str]) -> dict[int, int]:
    """Versions of links by the ids of their cases."""
    return {int(case): int(version) for case, _, version in (token[2:].partition(".") for token in tokens)}


class ChooseCases(BaseModel):
    state: Literal["confirmed", "rejected"]
    link: Tokens = []


class SplitOff(AccountForm):
    link: Tokens = []


class MergeInto(BaseModel):
    into: Annotated[str, AfterValidator(incident_ref), BeforeValidator(one_line)]
    reason: Reason
