"""What programs read and write of escalations."""

from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, Field

from ...forms import LONGEST, Reason
from ...models import EngineeringIssue, Escalation, EscalationComment, EscalationQuestion
from ...queries import EscalationLine

Out = TypeVar("Out", bound=BaseModel)
MOST_ANSWERS = 50


def _few(answers: dict[str, str]) -> dict[str, str]:
    if len(answers) > MOST_ANSWERS:
        raise ValueError(f"Give {MOST_ANSWERS} answers at most.")
    return answers


Answers = Annotated[dict[str, Annotated[str, Field(max_length=LONGEST)]], AfterValidator(_few)]
"""Not said of the field itself: what limits the length of a field is described as that of a list."""


class EscalationIn(BaseModel):
    """`answers` by need of the group's checklist."""

    product_group: str = Field(max_length=60)
    reason: Reason
    asked: str = Field("", max_length=LONGEST)
    business_impact: str = Field("", max_length=LONGEST)
    tried: str = Field("", max_length=LONGEST)
    environment: str = Field("", max_length=LONGEST)
    evidence: str = Field("", max_length=LONGEST)
    answers: Answers = {}


class EscalationOut(BaseModel):
    """An escalation as programs see it. Times are UTC."""

    ref: str
    version: int
    boundary: str
    case_ref: str
    product_group: str
    reason: str
    severity: str
    state: str
    asked: str
    business_impact: str
    tried: str
    environment: str
    evidence: str
    answers: dict[str, str]
    opened_at: datetime
    acknowledged_at: datetime | None
    accepted_at: datetime | None
    snoozed_until: datetime | None
    mitigation: str
    fix_due_at: datetime | None
    return_code: str | None
    missing_need: str | None
    duplicate_of_ref: str | None
    closing_note: str
    closed_at: datetime | None
    loop_closed_at: datetime | None

    @classmethod
    def of(cls, escalation: Escalation) -> "EscalationOut":
        return _of(cls, escalation)


class GapsOut(BaseModel):
    """A refusal that maps what is missing to a sentence."""

    error: str = "Incomplete"
    detail: str
    request_id: str
    fields: dict[str, str]


class EscalationLineOut(BaseModel):
    """A row of a list. `due_at` is of the clock that runs, `weight` what the customer's plan and cover add up to."""

    ref: str
    title: str
    customer: str
    group_name: str
    severity: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    plan: str
    covered: bool
    weight: int
    cases: int
    asked: bool
    snoozed_until: datetime | None
    due_at: datetime | None

    @classmethod
    def of(cls, line: EscalationLine) -> "EscalationLineOut":
        told = {name: getattr(line, name) for name in cls.model_fields if name != "due_at"}
        return cls(**told, due_at=line.clock.due_at if line.clock else None)


class CommentOut(BaseModel):
    id: int
    body: str
    at: datetime
    author_name: str

    @classmethod
    def of(cls, comment: EscalationComment) -> "CommentOut":
        return _of(cls, comment)


class QuestionOut(BaseModel):
    id: int
    body: str
    asked_at: datetime
    asked_name: str
    answer: str
    ended_at: datetime | None

    @classmethod
    def of(cls, question: EscalationQuestion) -> "QuestionOut":
        return _of(cls, question)


class IssueIn(BaseModel):
    boundary: str = Field(max_length=30)
    product_group: str = Field(max_length=60)
    title: str = Field(min_length=5, max_length=200)
    description: str = Field("", max_length=LONGEST)


class IssueOut(BaseModel):
    ref: str
    version: int
    boundary: str
    product_group: str
    title: str
    description: str
    state: str
    outcome: str
    opened_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, issue: EngineeringIssue) -> "IssueOut":
        return _of(cls, issue)


class IssueLineOut(IssueOut):
    """With how many escalations and cases wait for it."""

    escalations: int
    cases: int


class WholeIssueOut(IssueOut):
    escalations: list[str]


def _of(kind: type[Out], thing: object) -> Out:
    return kind(**{name: getattr(thing, name) for name in kind.model_fields})
