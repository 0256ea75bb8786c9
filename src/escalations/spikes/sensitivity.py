"""When a count is worth a look and when it is an alarm, as `routing_rules/spikes.toml` says."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from ..clocks.rule_files import LastGood, RuleShape, read_rule_file
from ..platform.resources import rules_dir
from .expecting import Believing

Chance = Annotated[float, Field(gt=0, lt=0.1)]
FILE = "spikes.toml"


class Window(RuleShape):
    """Counted over so many trailing minutes; a chance up to `watch` is watched, up to `alarm` it is an alarm."""

    minutes: Annotated[int, Field(ge=5, le=1440)]
    watch: Chance
    alarm: Chance

    @model_validator(mode="after")
    def _alarm_is_rarer(self) -> "Window":
        if self.alarm > self.watch:
            raise ValueError("`alarm` must not be likelier than `watch`, or there is nothing to watch")
        return self


class Sensitivity(RuleShape):
    """`learn_days` pass without any alarm in a boundary whose records begin; `quiet_hours` after a decision none opens anew."""

    customers: Annotated[int, Field(ge=2, le=50)]
    weeks: Annotated[int, Field(ge=2, le=26)]
    learn_days: Annotated[int, Field(ge=1, le=60)]
    prior_hours: Annotated[float, Field(gt=0, le=200)]
    dispersion: Annotated[float, Field(gt=0, le=1000)]
    quiet_hours: Annotated[int, Field(ge=1, le=72)]
    window: Annotated[tuple[Window, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _windows_differ(self) -> "Sensitivity":
        lengths = [window.minutes for window in self.window]
        if lengths != sorted(set(lengths)):
            raise ValueError("write the windows from the shortest to the longest, each once")
        return self

    @property
    def believing(self) -> Believing:
        return Believing(self.prior_hours, self.dispersion)

    @property
    def quiet(self) -> timedelta:
        return timedelta(hours=self.quiet_hours)

    @property
    def longest(self) -> timedelta:
        return timedelta(minutes=self.window[-1].minutes)

    @property
    def hash(self) -> str:
        """What an alarm is frozen with, so that it can be told later under which rule it was raised."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


def sensitivity() -> Sensitivity:
    return _shipped.current()


def sensitivity_fault() -> str | None:
    """What is wrong with the file as it now is, while what was sound before stays in force."""
    return _shipped.fault


def read_sensitivity(path: Path) -> Sensitivity:
    return read_rule_file(path, Sensitivity)


_shipped = LastGood[Sensitivity](rules_dir, lambda folder, _before: read_sensitivity(folder / FILE))
