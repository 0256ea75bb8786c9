"""The weights of the board as `routing_rules/rapid_response.toml` gives them; refused if something worse could count less."""

from typing import Annotated

from pydantic import Field, model_validator

from ..clocks.rule_files import LastGood, RuleShape, read_rule_file
from ..platform.resources import rules_dir

FILE = "rapid_response.toml"
Points = Annotated[int, Field(ge=0, le=1000)]
Minutes = Annotated[int, Field(ge=0)]


class Severities(RuleShape):
    A: Points
    B: Points
    C: Points

    def of(self, severity: str) -> int:
        return {"A": self.A, "B": self.B, "C": self.C}[severity]

    @model_validator(mode="after")
    def _worse_counts_more(self) -> "Severities":
        if not self.A >= self.B >= self.C:
            raise ValueError("A must count at least as much as B, and B as much as C")
        return self


class Growing(RuleShape):
    """No points up to `from` minutes, all of them from `to` on."""

    points: Points
    start: Minutes = Field(alias="from")
    end: Minutes = Field(alias="to")

    def at(self, minutes: float) -> int:
        share = (minutes - self.start) / (self.end - self.start)
        return int(self.points * min(max(share, 0.0), 1.0))

    @model_validator(mode="after")
    def _grows(self) -> "Growing":
        if self.end <= self.start:
            raise ValueError("`to` must be greater than `from`, or waiting longer would count less")
        return self


class Nearing(Growing):
    """The same the other way round: fewer minutes are worse."""

    @model_validator(mode="after")
    def _grows(self) -> "Nearing":
        if self.end >= self.start:
            raise ValueError("`to` must be smaller than `from`, or being nearer would count less")
        return self


class Counted(RuleShape):
    each: Points
    most: Points

    def at(self, times: int) -> int:
        return min(self.each * times, self.most)


class Flat(RuleShape):
    points: Points


class Evidence(RuleShape):
    claimed_higher: Points
    around_the_clock: Points


class Bands(RuleShape):
    now: Points
    next: Points

    @model_validator(mode="after")
    def _in_order(self) -> "Bands":
        if self.now < self.next:
            raise ValueError("`now` must not lie below `next`")
        return self


class EngagementTimes(RuleShape):
    """Minutes; `warn_share` in percent of the time until the promised update."""

    first_update: Annotated[int, Field(ge=1, le=1440)]
    warn_share: Annotated[int, Field(ge=1, le=99)]
    remind_every: Annotated[int, Field(ge=1, le=1440)]


class HandoverTimes(RuleShape):
    """Minutes until the duty lead is told that nobody has acknowledged a severity A case, and between further times."""

    page_after: Annotated[int, Field(ge=1, le=1440)]
    page_again: Annotated[int, Field(ge=1, le=1440)]
    hours_ahead: Annotated[int, Field(ge=1, le=72)]


class Weights(RuleShape):
    severity: Severities
    due: Nearing
    overdue: Growing
    evidence: Evidence
    silence: Growing
    incident: Flat
    reopened: Counted
    transfers: Counted
    escalated: Flat
    broken: Counted
    moment: Nearing
    requested: Flat
    hit: Counted
    silent: Counted
    bands: Bands
    engagement: EngagementTimes
    handover: HandoverTimes

    @model_validator(mode="after")
    def _an_assessment_weighs_more_than_a_claim(self) -> "Weights":
        steps = (self.severity.A - self.severity.B, self.severity.B - self.severity.C)
        if min(steps) < self.evidence.claimed_higher:
            raise ValueError(
                "`claimed_higher` is more than a step of severity, so that assessing a case as worse would count less"
            )
        return self


def weights() -> Weights:
    return _shipped.current()


def weights_fault() -> str | None:
    """What is wrong with the file as it now is, while what was sound before stays in force."""
    return _shipped.fault


_shipped = LastGood[Weights](rules_dir, lambda folder, _before: read_rule_file(folder / FILE, Weights))
