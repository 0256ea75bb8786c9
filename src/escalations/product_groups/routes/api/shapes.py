"""What programs read and write of escalations."""

from datetime import datetime

from pydantic import BaseModel, Field

from ...forms import LONGEST, Reason
from ...models import Escalation, EscalationComment


class EscalationIn(BaseModel):
    """`answers` by need of the group's checklist."""

    product_group: str = Field(max_length=60)
    reason: Reason
    asked: str = Field("", max_length=LONGEST)
    business_impact: str = Field("", max_length=LONGEST)
    tried: str = Field("", max_length=LONGEST)
    environment: str = Field("", max_length=LONGEST)
    answers: dict[str, str] = Field(default_factory=dict, max_length=50)


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
    answers: dict[str, str]
    opened_at: datetime
    accepted_at: datetime | None
    return_code: str | None
    missing_need: str | None
    closing_note: str
    closed_at: datetime | None

    @classmethod
    def of(cls, escalation: Escalation) -> "EscalationOut":
        return cls(**{name: getattr(escalation, name) for name in cls.model_fields})


class CommentOut(BaseModel):
    id: int
    body: str
    at: datetime
    author_name: str

    @classmethod
    def of(cls, comment: EscalationComment) -> "CommentOut":
        return cls(**{name: getattr(comment, name) for name in cls.model_fields})
