"""Spikes as pages show them: finished values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..incidents.reach import family_name
from ..people.models import Person
from ..platform.db import Session
from ..platform.time import relative, spell
from .drawing import Drawing, drawn
from .measuring import Record
from .models import KINDS, SpikeAlarm

TONES = {"open": "bad", "promoted": "ok", "rejected": "", "subsided": ""}


@dataclass(frozen=True)
class SpikeLine:
    """A row of a list."""

    alarm: SpikeAlarm
    drawing: Drawing
    time: str

    @property
    def url(self) -> str:
        return f"/spikes/{self.alarm.ref}"

    @property
    def family(self) -> str:
        return family_name(self.alarm.family)

    @property
    def outcome(self) -> str:
        if self.alarm.state == "rejected":
            return KINDS[self.alarm.kind]
        return "nobody judged it" if self.alarm.state == "subsided" and self.alarm.level == "alarm" else ""


def lines(alarms: Sequence[SpikeAlarm], at: datetime) -> list[SpikeLine]:
    return [
        SpikeLine(alarm, drawn(alarm), relative(alarm.closed_at or alarm.alarm_at or alarm.opened_at, at))
        for alarm in alarms
    ]


def odds(chance: float) -> str:
    """One in how many: a chance of 0.00002 says little."""
    if chance < 1e-9:
        return "less than one in a billion"
    times = round(1 / chance)
    rough = round(times, -(len(str(times)) - 2)) if times > 99 else times
    return f"one in {rough:,}"


def found(record: Record) -> list[tuple[str, str, str]]:
    """Name, figure and what it is of."""
    precision = "·" if record.precision is None else f"{record.precision:.0%}"
    lead = "·" if record.lead_time is None else spell(record.lead_time)
    undecided = f", {record.undecided} that nobody judged" if record.undecided else ""
    unseen = f"; {record.unseen} more had too few cases to be seen" if record.unseen else ""
    return [
        ("Precision", precision, f"{record.promoted} of {record.closed} alarms became incidents{undecided}"),
        ("Lead time", lead, f"median from alarm to declaration ({len(record.leads)} with an alarm before)"),
        (
            "Misses",
            str(len(record.misses)),
            f"incidents with three cases before they were declared, and no alarm{unseen}",
        ),
    ]


async def decider_of(db: Session, alarm: SpikeAlarm) -> str:
    person = await db.get(Person, alarm.decided_by) if alarm.decided_by else None
    return person.name if person else "Escalations"


def counted(alarm: SpikeAlarm) -> list[tuple[str, Any]]:
    """Every window's count, the shortest first."""
    return [(spell(timedelta(minutes=int(minutes))), count) for minutes, count in alarm.evidence["counts"].items()]
