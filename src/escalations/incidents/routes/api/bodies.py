"""What programs write of incidents: a moment always has its zone."""

from pydantic import AwareDatetime

from ...forms import DeclareIncident, Mitigation, ReviseIncident, SplitOff


class Declaration(DeclareIncident):
    started_at: AwareDatetime


class Revision(ReviseIncident):
    started_at: AwareDatetime


class MitigatedAt(Mitigation):
    at: AwareDatetime | None = None


class Splitting(SplitOff):
    started_at: AwareDatetime
