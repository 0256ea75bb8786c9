"""What people and programs say of a spike."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from ..incidents.forms.declaring import AccountForm
from ..incidents.forms.fields import Reason, case_ref, one_line
from ..platform.errors import id_of

CaseRef = Annotated[str, BeforeValidator(lambda told: case_ref(str(one_line(told))))]


class Promotion(AccountForm):
    """What the incident is declared as; `cases` are those that come of it."""

    cases: Annotated[list[CaseRef], Field(max_length=200)] = []

    @property
    def case_ids(self) -> list[int]:
        return [id_of(ref, "C") for ref in self.cases]


class Rejection(BaseModel):
    kind: Literal["coincidence", "known", "own_doing"]
    reason: Reason
