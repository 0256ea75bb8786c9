"""An incident in full, as programs read it."""

from datetime import datetime

from pydantic import BaseModel

from .shapes import Read


class ImpactRead(Read):
    cases: int
    open_cases: int
    customers: int
    covered: int
    subscriptions: int
    regions: list[str]
    first_case_at: datetime | None
    before_declared: int


class IncidentRead(Read):
    ref: str
    title: str
    summary: str
    severity: str
    state: str
    boundary: str
    families: list[str]
    products: list[str]
    regions: list[str]
    started_at: datetime
    declared_at: datetime
    mitigated_at: datetime | None
    resolved_at: datetime | None
    root_cause: str
    merged_into_id: int | None
    split_from_id: int | None
    version: int


class IncidentInFull(BaseModel):
    incident: IncidentRead
    impact: ImpactRead
