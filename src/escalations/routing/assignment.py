"""What assigning rests on: how much a case weighs, what counts for a person, and how long is too long."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from ..catalog.models import Severity
from ..catalog.toml_files import CatalogueError, TomlFile, parsed
from .rule_places import path_in

FILE = "assignment.toml"
Whole = Annotated[int, Meta(ge=0, le=1_000_000)]
Some = Annotated[int, Meta(ge=1, le=1_000)]


class BySeverity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    A: Whole
    B: Whole
    C: Whole

    def at(self, severity: str) -> int:
        found: int = getattr(self, severity)
        return found


class Units(BySeverity, frozen=True, kw_only=True, forbid_unknown_fields=True):
    A: Some
    B: Some
    C: Some

    def as_mapping(self) -> Mapping[Severity, int]:
        return {"A": self.A, "B": self.B, "C": self.C}


class Moments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    A: tuple[Whole, ...]
    B: tuple[Whole, ...]
    C: tuple[Whole, ...]

    def at(self, severity: str) -> tuple[int, ...]:
        found: tuple[int, ...] = getattr(self, severity)
        return found


class Points(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`skill` for each level of what the case asks, `preferred` for each skill its rule would like, `room` for a person
    who has nothing to do; `busy` is taken away."""

    skill: BySeverity
    preferred: Whole
    language: Whole
    familiar: Whole
    room: Whole
    busy: Whole


class Assignment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`units` of a person's capacity that a case takes. All times are in minutes, but for `familiar_days`."""

    units: Units
    shortest_rest_of_shift: BySeverity
    acknowledge_within: BySeverity
    alert_after: Moments
    off_shift_grace: Whole
    not_again_within: Whole
    points: Points
    transfers_before_brake: Some
    familiar_days: Whole


def load_assignment(directory: Path) -> Assignment:
    file = TomlFile(directory / FILE, directory)
    try:
        return parsed(Assignment, file.table)
    except ValueError as wrong:
        place = next((file.place(key) for key in reversed(path_in(str(wrong)))), f"{file.name}:1")
        raise CatalogueError(f"{place}: {wrong}") from None
