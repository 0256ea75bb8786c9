"""What programs get from the desk. Times are UTC."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from ..cases.queries import CaseLine
from ..platform.events import EventRow
from .queries import Trial


class QueueOut(BaseModel):
    key: str
    name: str
    open: int
    unowned: int
    breached: int
    oldest: datetime | None


class CaseOut(BaseModel):
    ref: str
    title: str
    severity: str
    customer: str
    covered: bool
    boundary: str
    family: str
    product: str
    turn: str
    snoozed: bool
    owner: str | None
    due_at: datetime | None
    due_kind: str

    @classmethod
    def of(cls, line: CaseLine) -> "CaseOut":
        told = {name: getattr(line, name) for name in cls.model_fields if name not in ("family", "product", "due_at")}
        return cls(
            **told, family=line.family_key, product=line.product_key, due_at=line.clock.due_at if line.clock else None
        )


class CasesOut(BaseModel):
    """`after` asks for the next page; None on the last."""

    cases: list[CaseOut]
    after: str | None


class FoundOut(BaseModel):
    kind: str
    ref: str
    url: str
    title: str
    words: list[str]
    boundary: str


class EventOut(BaseModel):
    id: int
    at: datetime
    action: str
    subject: str
    actor: str | None
    actor_name: str
    told: str
    particulars: dict[str, Any]
    request_id: str | None

    @classmethod
    def of(cls, row: EventRow) -> "EventOut":
        told = {name: getattr(row, name) for name in cls.model_fields if name != "actor"}
        return cls(**told, actor=f"P-{row.actor_id}" if row.actor_id else None)


class TrailOut(BaseModel):
    """`before` asks for the older ones; None at the beginning of the trail."""

    events: list[EventOut]
    before: int | None


class TrialOut(BaseModel):
    family: str | None
    product: str | None
    sure: bool
    words: list[str]
    error_codes: list[str]
    rule: str
    queue: str
    assignee: str | None
    reasons: list[str]
    rule_set: str

    @classmethod
    def of(cls, trial: Trial) -> "TrialOut":
        reading, decision = trial.reading, trial.decision
        words = [told.words for told in reading.families[0].evidence] if reading.families else []
        return cls(
            family=reading.family, product=reading.product, sure=reading.sure, words=list(dict.fromkeys(words)),
            error_codes=list(reading.error_codes), rule=decision.rule.name, queue=decision.queue,
            assignee=f"P-{decision.assignee_id}" if decision.assignee_id else None, reasons=decision.reasons, rule_set=decision.rules_hash,
        )  # fmt: skip
