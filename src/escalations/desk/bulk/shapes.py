"""What programs say and get of many cases at once."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from ...platform.errors import Refused
from .choosing import Chosen, Tokens, chosen
from .models import Bulk, BulkCase
from .trying import Tried
from .verbs import Action


class BulkIn(BaseModel):
    """`cases` are references with the version that was read, such as C-12.7; `asked` is what the verb needs, as its form does."""

    action: str = Field(max_length=20)
    cases: Tokens
    asked: dict[str, Any] = Field(default_factory=dict)

    @property
    def chosen(self) -> list[Chosen]:
        return chosen(self.cases)


def asked_of(action: Action, asked: dict[str, Any]) -> BaseModel:
    try:
        return action.form.model_validate(asked)
    except ValidationError as wrong:
        problems = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'asked'}: {one['msg']}" for one in wrong.errors())
        raise Refused(f"`asked` does not say what {action.name} needs. {problems}") from wrong


class TriedOut(BaseModel):
    ref: str
    outcome: str
    why: str

    @classmethod
    def of(cls, tried: Tried) -> "TriedOut":
        return cls(ref=tried.ref, outcome=tried.outcome, why=tried.why)


class BulkCaseOut(BaseModel):
    ref: str
    outcome: str
    why: str
    undone: str
    undone_why: str


class BulkOut(BaseModel):
    ref: str
    action: str
    at: datetime
    undone_at: datetime | None
    cases: list[BulkCaseOut]

    @classmethod
    def of(cls, bulk: Bulk, rows: list[BulkCase]) -> "BulkOut":
        told = [BulkCaseOut.model_validate(row, from_attributes=True) for row in rows]
        return cls(ref=bulk.ref, action=bulk.action, at=bulk.at, undone_at=bulk.undone_at, cases=told)
