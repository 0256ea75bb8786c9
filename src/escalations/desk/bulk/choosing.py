"""Which cases somebody chose, with the version each had before them: `C-12.7`."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

MOST = 200
"""Cases at once."""


def _token(text: str) -> str:
    if not re.fullmatch(r"C-\d{1,18}\.\d{1,9}", text):
        raise ValueError("Choose cases from the list.")
    return text


Tokens = Annotated[list[Annotated[str, AfterValidator(_token)]], Field(min_length=1, max_length=MOST)]


class ChosenForm(BaseModel):
    action: str = Field(max_length=20)
    case: Tokens


@dataclass(frozen=True, order=True)
class Chosen:
    case_id: int
    version: int

    @property
    def ref(self) -> str:
        return f"C-{self.case_id}"


def chosen(tokens: list[str]) -> list[Chosen]:
    """Each once, in the order in which they are locked."""
    found = {int(case): int(version) for case, _, version in (token[2:].partition(".") for token in tokens)}
    return sorted(Chosen(case_id, version) for case_id, version in found.items())
