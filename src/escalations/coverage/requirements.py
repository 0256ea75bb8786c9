"""Which hours have to be covered by whom, as `routing_rules/coverage.toml` says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, model_validator

from ..catalog.loading import catalogue
from ..clocks.rule_files import BadRuleFile, LastGood, RuleShape, RuleText
from ..people.roles import ROLES
from ..people.tongues import language_name
from ..platform.resources import rules_dir
from .hours import EVERY_DAY, Hours
from .wording import hours_in_words

FILE = "coverage.toml"


def _minutes(told: object) -> object:
    """`"07:30"` is minute 450."""
    hours, colon, minutes = str(told).partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError('write a time of day such as "07:30"')
    return int(hours) * 60 + int(minutes)


Clock = Annotated[int, BeforeValidator(_minutes)]


class Requirement(RuleShape):
    """`heads` able people on call in these hours. What is left empty anybody fulfils; `rotation` is where a gap is best filled."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Annotated[str, Field(min_length=3, max_length=80)]
    boundary: str
    family: str = ""
    level: Annotated[int, Field(ge=1, le=5)] = 1
    language: str = ""
    role: str = ""
    rotation: str = ""
    heads: Annotated[int, Field(ge=1, le=20)] = 1
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = EVERY_DAY
    start: Clock = Field(default="00:00", alias="from", validate_default=True)
    end: Clock = Field(default="00:00", alias="until", validate_default=True)
    time_zone: str = "UTC"

    @model_validator(mode="after")
    def _is_known(self) -> "Requirement":
        known = (
            (self.boundary, catalogue().boundaries, "boundary"), (self.family, {"", *catalogue().families}, "family"),
            (self.role, {"", *ROLES}, "role"), (self.time_zone, available_timezones(), "time zone"),
        )  # fmt: skip
        for value, values, what in known:
            if value not in values:
                raise ValueError(f"there is no {what} {value!r}")
        return self

    @property
    def hours(self) -> Hours:
        return Hours(time_zone=self.time_zone, start=self.start, end=self.end, days=self.days)

    @property
    def hours_words(self) -> str:
        return f"{hours_in_words(self.days, self.start, self.end)} {self.time_zone}"

    @property
    def asks(self) -> list[str]:
        family = catalogue().families[self.family].name if self.family else ""
        return list(self._asks(family))

    def _asks(self, family: str) -> Iterator[str]:
        yield f"cleared for {catalogue().boundaries[self.boundary].name}"
        if self.role:
            yield ROLES[self.role].lower()
        if family:
            yield f"{family} at level {self.level}"
        if self.language:
            yield f"speaks {language_name(self.language)}"
        if self.heads > 1:
            yield f"{self.heads} at a time"


class Requirements(RuleShape):
    require: tuple[Requirement, ...] = ()

    @model_validator(mode="after")
    def _keys_differ(self) -> "Requirements":
        keys = [one.key for one in self.require]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"the key {min(twice)!r} stands twice")
        return self


def requirements() -> tuple[Requirement, ...]:
    return _shipped.current()


def requirements_fault() -> str | None:
    """What is wrong with the file as it now is, while what was sound before stays in force."""
    return _shipped.fault


def read_requirements(path: Path) -> tuple[Requirement, ...]:
    """None where there is no such file: then nothing is asked, and there are no gaps."""
    return RuleText.of(path).read(Requirements).require if path.exists() else ()


_shipped = LastGood[tuple[Requirement, ...]](rules_dir, lambda folder, _before: read_requirements(folder / FILE))


__all__ = ["BadRuleFile", "Requirement", "read_requirements", "requirements", "requirements_fault"]
