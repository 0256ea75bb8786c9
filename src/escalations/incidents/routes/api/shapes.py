"""What programs read and write of incidents."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ...forms import DeclareIncident, Mitigation, ReviseIncident


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class IncidentLineRead(_Read):
    ref: str
    title: str
    severity: str
    state: str
    boundary: str
    cases: int
    open_cases: int
    customers: int
    suggested: int


class ImpactRead(_Read):
    cases: int
    open_cases: int
    customers: int
    covered: int
    subscriptions: int
    regions: list[str]
    first_case_at: datetime | None
    before_declared: int


class IncidentRead(_Read):
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
    version: int


class IncidentInFull(BaseModel):
    incident: IncidentRead
    impact: ImpactRead


class UpdateRead(_Read):
    id: int
    at: datetime
    text: str
    state: str
    author_name: str


class LinkRead(_Read):
    case_ref: str
    incident_ref: str
    state: str
    method: str
    score: int
    evidence: list[str]
    at: datetime
    ended_at: datetime | None
    reason: str


class Declaration(DeclareIncident):
    started_at: AwareDatetime


class Revision(ReviseIncident):
    started_at: AwareDatetime


class MitigatedAt(Mitigation):
    at: AwareDatetime | None = None
