"""What people type about escalations."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..cases.forms import Later
from .checklist import Brief

Reason = Literal["technical_expertise", "defect_suspected", "business_impact", "resolution_time"]
ReturnCode = Literal["missing_info", "wrong_group", "by_design", "duplicate", "known_issue", "needs_repro"]
LONGEST = 20_000


class EscalateCase(BaseModel):
    """The answers to a group's checklist come as fields of their own, `need_<key>`, since each group asks for others."""

    model_config = ConfigDict(extra="allow")
    product_group: str = Field(max_length=60)
    reason: Reason
    asked: str = Field("", max_length=LONGEST)
    business_impact: str = Field("", max_length=LONGEST)
    tried: str = Field("", max_length=LONGEST)
    environment: str = Field("", max_length=LONGEST)
    evidence: str = Field("", max_length=LONGEST)

    @model_validator(mode="after")
    def _short_answers(self) -> "EscalateCase":
        for need, text in self.answers.items():
            if len(text) > LONGEST:
                raise ValueError(f"The answer about {need.replace('_', ' ')} is too long: attach a file instead.")
        return self

    @property
    def answers(self) -> dict[str, str]:
        extra = {name: text for name, text in (self.model_extra or {}).items() if isinstance(text, str)}
        return {name.removeprefix("need_"): text for name, text in extra.items() if name.startswith("need_")}

    @property
    def brief(self) -> Brief:
        return Brief(
            reason=self.reason, asked=self.asked, business_impact=self.business_impact, tried=self.tried,
            environment=self.environment, evidence=self.evidence, answers=self.answers,
        )  # fmt: skip


class ReturnEscalation(BaseModel):
    code: ReturnCode
    missing_need: str | None = Field(None, max_length=60)
    comment: str = Field(min_length=10, max_length=LONGEST)


class ResolveEscalation(BaseModel):
    resolution: str = Field(min_length=10, max_length=LONGEST)


class WithdrawEscalation(BaseModel):
    reason: str = Field(min_length=3, max_length=1000)


class CommentOnEscalation(BaseModel):
    body: str = Field(min_length=2, max_length=LONGEST)


class TransferEscalation(BaseModel):
    product_group: str = Field(max_length=60)
    reason: str = Field(min_length=10, max_length=LONGEST)


class MarkDuplicate(BaseModel):
    of: str = Field(max_length=30)
    comment: str = Field("", max_length=LONGEST)


class PutAside(Later):
    reason: str = Field(min_length=3, max_length=300)


class SnoozeEscalation(BaseModel):
    """As a program asks for it."""

    until: datetime
    reason: str = Field(min_length=3, max_length=300)


class WakeEscalation(BaseModel):
    because: str = Field("there is something to do again", max_length=300)


class AskSupport(BaseModel):
    question: str = Field(min_length=10, max_length=LONGEST)


class AnswerGroup(BaseModel):
    answer: str = Field(min_length=2, max_length=LONGEST)


class MitigateEscalation(BaseModel):
    workaround: str = Field(min_length=10, max_length=LONGEST)
    fix_due_at: datetime


class ReopenEscalation(BaseModel):
    reason: str = Field(min_length=10, max_length=LONGEST)


class AddCase(BaseModel):
    case: str = Field(max_length=30)


class RemoveCase(BaseModel):
    case: str = Field(max_length=30)
    reason: str = Field("it waits for something else", min_length=3, max_length=300)


class OpenIssue(BaseModel):
    title: str = Field(min_length=5, max_length=200)
    description: str = Field("", max_length=LONGEST)


class LinkIssue(BaseModel):
    """`issue` is an open one; without it a new one is opened with the title."""

    issue: str = Field("", max_length=30)
    title: str = Field("", max_length=200)
    description: str = Field("", max_length=LONGEST)

    @model_validator(mode="after")
    def _one_of_them(self) -> "LinkIssue":
        if not self.issue and len(self.title.strip()) < 5:
            raise ValueError("Choose an issue, or give a new one a title.")
        return self


class EndIssue(BaseModel):
    outcome: str = Field(min_length=10, max_length=LONGEST)
