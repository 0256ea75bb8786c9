"""What the system does by itself: it opens, raises and lets subside."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from ...coverage.queries import who_answers_for
from ...people.actions import give_notice
from ...people.models import Person
from ...platform.db import Session, nothing_to_record
from ...platform.events import SYSTEM, record
from ..cells import Cell
from ..events import SpikeAlarmRaised, SpikeSubsided, SpikeToldAgain, SpikeWatched
from ..judging import Reading
from ..models import SpikeAlarm
from ..sensitivity import Sensitivity


async def open_alarm(
    db: Session, cell: Cell, reading: Reading, evidence: dict[str, Any], rules: Sensitivity, at: datetime
) -> SpikeAlarm | None:
    """None where another sweep was first: a cell has one open spike at most."""
    row = {
        **vars(cell), **_numbers(reading), "evidence": evidence, "rules": rules.hash, "level": reading.level, "state": "open",
        "opened_at": at, "seen_at": at, "alarm_at": at if reading.level == "alarm" else None, "version": 1, "kind": "", "reason": "",
    }  # fmt: skip
    nothing_to_record(db, "where a row is written, its event follows")
    opened = await db.scalars(insert(SpikeAlarm).values(row).on_conflict_do_nothing().returning(SpikeAlarm))
    alarm: SpikeAlarm | None = opened.one_or_none()
    if alarm is not None:
        await _tell(db, alarm, reading)
    return alarm


async def raise_alarm(
    db: Session, alarm: SpikeAlarm, reading: Reading, evidence: dict[str, Any], rules: Sensitivity, at: datetime
) -> None:
    """What was watched has become an alarm. The same again changes nothing."""
    if alarm.level == "alarm" or reading.level != "alarm" or alarm.state != "open":
        return
    for name, value in _numbers(reading).items():
        setattr(alarm, name, value)
    alarm.level, alarm.alarm_at, alarm.seen_at = "alarm", at, at
    alarm.evidence, alarm.rules = evidence, rules.hash
    await _tell(db, alarm, reading)
    await db.flush()


async def let_subside(db: Session, alarm: SpikeAlarm, rules: Sensitivity, at: datetime) -> bool:
    """An open spike that nothing has been above the ordinary in for long enough. It can still be judged afterwards."""
    if alarm.state != "open" or at - alarm.seen_at < rules.quiet:
        return False
    alarm.state, alarm.closed_at = "subsided", at
    await record(db, SpikeSubsided(hours=rules.quiet_hours), on=alarm, by=SYSTEM)
    await db.flush()
    return True


def _numbers(reading: Reading) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in ("minutes", "customers", "expected", "chance")}


async def _tell(db: Session, alarm: SpikeAlarm, reading: Reading) -> None:
    """Duty leads are told of an alarm, once; a watch waits on its page."""
    kind = SpikeAlarmRaised if alarm.level == "alarm" else SpikeWatched
    counted = kind(customers=reading.customers, minutes=reading.minutes, expected=round(reading.expected, 2))
    await record(db, counted, on=alarm, by=SYSTEM)
    if alarm.level == "alarm":
        await _ask(db, alarm, await who_answers_for(db, alarm.boundary), f"spike/{alarm.ref}")


async def tell_again(db: Session, alarm: SpikeAlarm, at: datetime) -> bool:
    """Whoever was told of it is gone: who answers for the cloud now is told. False where there is nobody."""
    there = await who_answers_for(db, alarm.boundary)
    if there:
        await record(db, SpikeToldAgain(to=[person.name for person in there]), on=alarm, by=SYSTEM)
        await _ask(db, alarm, there, f"spike/{alarm.ref}/{at.isoformat()}")
    return bool(there)


async def _ask(db: Session, alarm: SpikeAlarm, people: list[Person], key: str) -> None:
    text = f"{alarm.ref}: {alarm.title}, where {alarm.usual} are usual. Promote it to an incident or reject it."
    await give_notice(db, people, about=alarm, page=f"/spikes/{alarm.ref}", text=text, key=key, tone="warn")
