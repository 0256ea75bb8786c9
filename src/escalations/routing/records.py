"""A decision as it is stored: short, and enough to make it again."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from .assignment import Assignment
from .choosing import Unable
from .conditions import Condition
from .questions import AskedRule
from .rules import Action, Relax
from .standing import Standing
from .targets import QueueThen

Trigger = Literal["opened", "drained", "transferred"]


class RuleThen(Struct, frozen=True, kw_only=True):
    """The rule that decided, as it was."""

    name: str
    owner: str
    reason: str
    place: str
    action: Action


class AskedCondition(Struct, frozen=True, array_like=True):
    fact: str
    wanted: tuple[str, ...]
    unless: bool

    @classmethod
    def of(cls, condition: Condition) -> "AskedCondition":
        return cls(condition.fact, condition.wanted, condition.unless)

    def as_condition(self) -> Condition:
        return Condition(fact=self.fact, wanted=self.wanted, unless=self.unless)


class Able(Struct, frozen=True, array_like=True):
    """A standing without anything against it. `marks`: l speaks the language, f is familiar with the customer, b is busy."""

    person_id: int
    name: str
    levels: tuple[int, ...]
    preferred: int
    marks: str
    free: int
    capacity: int
    idle_seconds: int | None
    shift_left: int
    cleared: int

    @classmethod
    def of(cls, one: Standing) -> "Able":
        marks = f"{'l' * one.speaks}{'f' * one.familiar}{'b' * (one.presence == 'busy')}"
        return cls(
            one.person_id, one.name, one.levels, one.preferred, marks, one.free, one.capacity, one.idle_seconds,
            one.shift_left or 0, one.cleared or 0,
        )  # fmt: skip

    def as_standing(self) -> Standing:
        return Standing(
            person_id=self.person_id, name=self.name, works_queue=True, presence="busy" if "b" in self.marks else "available",
            levels=self.levels, preferred=self.preferred, speaks="l" in self.marks, familiar="f" in self.marks, had_it=False,
            free=self.free, capacity=self.capacity, idle_seconds=self.idle_seconds, shift_left=self.shift_left, cleared=self.cleared,
        )  # fmt: skip


class Record(Struct, frozen=True, kw_only=True):
    """`holds` has a 1 or 0 for each condition; `able` and `unable` are all the people who were there.

    What was known of the case is stored beside it and not here.
    """

    at: datetime
    trigger: Trigger
    rules_hash: str
    conditions: tuple[AskedCondition, ...]
    holds: str
    rules: tuple[AskedRule, ...]
    rule: RuleThen
    routed_to: QueueThen
    assignment: Assignment
    relaxed: tuple[Relax, ...]
    able: tuple[Able, ...]
    unable: tuple[Unable, ...]
    assignee_id: int | None
    tied: int
