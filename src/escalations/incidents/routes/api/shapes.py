"""Lines, updates and links, as programs read them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class IncidentLineRead(Read):
    ref: str
    title: str
    severity: str
    state: str
    boundary: str
    cases: int
    open_cases: int
    customers: int
    suggested: int


class UpdateRead(Read):
    id: int
    at: datetime
    text: str
    state: str
    author_name: str


class LinkRead(Read):
    case_ref: str
    incident_ref: str
    state: str
    method: str
    score: int
    evidence: list[str]
    at: datetime
    ended_at: datetime | None
    reason: str


class BatchRead(Read):
    id: int
    kind: str
    at: datetime
    author_name: str


class KeptRead(BaseModel):
    """Cases whose link somebody changed since: those were left as they are."""

    kept: list[str]


class CountRead(BaseModel):
    count: int


class EstimateRead(Read):
    customers: int
    source: str
    at: datetime
    author_name: str
