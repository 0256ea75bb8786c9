"""A clock as lists and pages show it: a few words and a tone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, cast

from ..platform.time import spell
from .kinds import WAITING
from .policies import clock_policies
from .readings import PauseReason

Tone = Literal["ok", "warn", "bad", "paused"]


class Shown(Protocol):
    """A clock, or the same columns of one."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def calendar(self) -> str: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def warn_at(self) -> datetime | None: ...
    @property
    def breached_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class ClockChip:
    """`detail` says how much of the time until then counts, where the hours close in between."""

    text: str
    tone: Tone
    due_at: datetime | None
    detail: str = ""


def chip(clock: Shown, now: datetime) -> ClockChip:
    if clock.state == "running" and clock.due_at:
        return _running(clock, clock.due_at, now)
    if clock.state == "paused":
        return ClockChip(f"paused, {WAITING[cast(PauseReason, clock.why)]}", "paused", None)
    if clock.state == "satisfied":
        return ClockChip("met late", "bad", clock.due_at) if clock.breached_at else ClockChip("met", "ok", clock.due_at)
    return ClockChip("cancelled", "paused", None)


def _running(clock: Shown, due_at: datetime, now: datetime) -> ClockChip:
    if now >= due_at:
        return ClockChip(late(clock.kind, spell(now - due_at)), "bad", due_at)
    tone: Tone = "warn" if clock.warn_at and now >= clock.warn_at and clock.kind != "follow_up" else "ok"
    return ClockChip(coming(clock.kind, spell(due_at - now)), tone, due_at, _detail(clock, due_at, now))


def coming(kind: str, span: str) -> str:
    if kind == "follow_up":
        return f"back in {span}"
    return f"promised in {span}" if kind == "promise" else f"due in {span}"


def late(kind: str, span: str) -> str:
    if kind == "follow_up":
        return f"came back {span} ago"
    return f"promise broken {span}" if kind == "promise" else f"breached {span}"


def _detail(clock: Shown, due_at: datetime, now: datetime) -> str:
    calendar = clock_policies().calendars.pinned(clock.calendar)
    counting = calendar.open_between(now, due_at)
    return "" if counting == due_at - now else f"{spell(counting)} ({calendar.name})"
