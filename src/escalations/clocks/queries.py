"""Which clocks there are, and what their ledgers say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, Text, any_, bindparam, func, literal_column
from sqlalchemy import select as columns
from sqlmodel import and_, col, select

from ..platform.db import Session
from ..platform.kept import Asked, Kept
from .kinds import Holder, Kind
from .ledger import due_from_ledger
from .models import Clock, ClockEvent
from .policies import clock_policies
from .readings import ClockReading, Entry

OPEN = ("running", "paused")


async def clocks_of_case(db: Session, case_id: int) -> list[Clock]:
    return list(await _CLOCKS.all(db, case_id=case_id))


def held_clocks_of(case_id: int) -> Asked[Any]:
    """Locked, and as they now are, each with which row of it that is. For `clocks_and_ledgers`."""
    return _CLOCKS_HELD.of(case_id=case_id)


def ledgers_beside(case_id: int) -> Asked[Any]:
    """To be asked with `held_clocks_of`: the ledgers of those that are open, as they were before that waited for anybody, each entry
    with the row of its clock then."""
    return _LEDGERS_BESIDE.of(case_id=case_id)


def clocks_and_ledgers(held: Sequence[Any], entries: Sequence[Any]) -> tuple[list[Clock], dict[int, list[Entry]]]:
    """Without the ledger of a clock that somebody moved meanwhile: whoever writes into one changes the row of its clock as well."""
    current = {(clock.id, row) for clock, row in held}
    return [clock for clock, _ in held], _by_clock(told[1:] for told in entries if (told[1], told[0]) in current)


_OF_CASE = select(Clock).where(col(Clock.case_id) == bindparam("case_id", type_=BigInteger)).order_by(col(Clock.id))
_CLOCKS: Kept[Clock] = Kept(_OF_CASE)
_ROW = literal_column("clock.xmin::text", Text)
_CLOCKS_HELD: Kept[Any] = Kept(_OF_CASE.add_columns(_ROW).with_for_update(key_share=True), fresh=True)


async def open_clocks(
    db: Session, case_id: int, *, holder: Holder | None = None, escalation_id: int | None = None
) -> list[Clock]:
    """Those of a case that run or are paused, perhaps only of one holder or escalation."""
    found = await clocks_of_case(db, case_id)
    return [
        clock
        for clock in found
        if clock.is_open and holder in (None, clock.holder) and escalation_id in (None, clock.escalation_id)
    ]


async def open_clock(
    db: Session, case_id: int, kind: Kind, *, holder: Holder = "support", escalation_id: int | None = None
) -> Clock | None:
    """The one of its kind that runs or is paused; of several promises the one that falls due first."""
    its = (Clock.case_id == case_id, Clock.kind == kind, Clock.holder == holder, col(Clock.state).in_(OPEN))
    whose = () if escalation_id is None else (Clock.escalation_id == escalation_id,)
    statement = select(Clock).where(*its, *whose).order_by(col(Clock.due_at).nulls_last()).limit(1)
    return (await db.exec(statement)).first()


async def open_clocks_after(db: Session, clock_id: int, limit: int) -> list[Clock]:
    """In the order of their ids, so that very many are gone through batch by batch."""
    query = select(Clock).where(col(Clock.state).in_(OPEN), col(Clock.id) > clock_id)
    return list((await db.exec(query.order_by(col(Clock.id)).limit(limit))).all())


async def count_open_clocks(db: Session) -> int:
    return int((await db.execute(columns(func.count()).where(col(Clock.state).in_(OPEN)))).scalar_one())


async def running_clock(
    db: Session, case_id: int, kind: Kind, *, holder: Holder = "support", escalation_id: int | None = None
) -> Clock | None:
    clock = await open_clock(db, case_id, kind, holder=holder, escalation_id=escalation_id)
    return clock if clock and clock.state == "running" else None


@dataclass(frozen=True, slots=True)
class Held:
    """The columns of a locked clock that say which it is, without the weight of an entity."""

    id: int
    boundary: str
    case_id: int
    escalation_id: int | None
    holder: Holder
    kind: Kind
    calendar: str

    @property
    def subject(self) -> str:
        return f"clock/{self.id}"

    @property
    def thread(self) -> str:
        return f"case/{self.case_id}"

    @property
    def hours(self) -> str:
        """The key of its calendar, whatever the version."""
        return self.calendar.partition("@")[0]


_HELD = tuple(col(getattr(Clock, name)) for name in Held.__slots__)


def held_columns(*more: Any) -> Select[Any]:
    return columns(*_HELD, *more)


async def held(db: Session, query: Select[Any]) -> list[tuple[Held, Sequence[Any]]]:
    """Of `held_columns`, locked, with what was asked for beyond them; what somebody else has locked is left to them."""
    found = await db.execute(query.with_for_update(of=Clock, key_share=True, skip_locked=True))
    return [(Held(*row[: len(_HELD)]), row[len(_HELD) :]) for row in found]


async def due_clocks(db: Session, at: datetime, limit: int) -> list[Held]:
    """Those to look at by now, the longest due first."""
    due = held_columns().where(_wakes_by(at))
    return [clock for clock, _ in await held(db, due.order_by(col(Clock.wake_at)).limit(limit))]


def where_clocks_are_due(at: datetime) -> list[Select[Any]]:
    return [columns(col(Clock.boundary)).where(_wakes_by(at))]


def _wakes_by(at: datetime) -> ColumnElement[bool]:
    return and_(col(Clock.state) == "running", col(Clock.wake_at) <= at)


async def clocks_on_old_hours(db: Session, in_force: Sequence[str], limit: int) -> list[Held]:
    """Open clocks whose calendar has a later version in force."""
    old = held_columns().where(col(Clock.state).in_(OPEN), col(Clock.calendar).not_in(in_force))
    return [clock for clock, _ in await held(db, old.order_by(col(Clock.id)).limit(limit))]


async def ledgers_of(db: Session, clock_ids: Iterable[int]) -> dict[int, list[Entry]]:
    """As many as are asked for, in one statement."""
    clocks = list(clock_ids)
    return _by_clock(await (_LEDGER.all(db, clock=clocks[0]) if len(clocks) == 1 else _LEDGERS.all(db, clocks=clocks)))


def _by_clock(found: Iterable[Sequence[Any]]) -> dict[int, list[Entry]]:
    ledgers: defaultdict[int, list[Entry]] = defaultdict(list)
    for clock_id, what, at, why, minutes, calendar, policy, due_at, threshold in found:
        ledgers[clock_id].append(
            Entry(what=what, at=at, why=why, minutes=minutes, calendar=calendar, policy=policy, due_at=due_at, threshold=threshold)
        )  # fmt: skip
    return dict(ledgers)


_OF_ENTRY = tuple(
    col(getattr(ClockEvent, name))
    for name in ("what", "at", "why", "minutes", "calendar", "policy", "due_at", "threshold")
)
_ENTRIES = columns(col(ClockEvent.clock_id), *_OF_ENTRY).order_by(col(ClockEvent.clock_id), col(ClockEvent.id))
_LEDGER: Kept[Any] = Kept(_ENTRIES.where(col(ClockEvent.clock_id) == bindparam("clock", type_=BigInteger)))
"""Of one number the database keeps its plan; of several it makes it anew."""
_LEDGERS: Kept[Any] = Kept(
    _ENTRIES.where(col(ClockEvent.clock_id) == any_(bindparam("clocks", type_=ARRAY(BigInteger))))
)


_LEDGERS_BESIDE: Kept[Any] = Kept(
    columns(_ROW, col(ClockEvent.clock_id), *_OF_ENTRY)
    .join(Clock, col(Clock.id) == col(ClockEvent.clock_id))
    .where(col(Clock.case_id) == bindparam("case_id", type_=BigInteger), col(Clock.state).in_(OPEN))
    .order_by(col(ClockEvent.clock_id), col(ClockEvent.id))
)


async def readings_of(
    db: Session, clocks: Sequence[Clock], known: Mapping[int, list[Entry]] | None = None
) -> dict[int, ClockReading]:
    """By clock, with one look at all their ledgers but those that are `known`."""
    known = known or {}
    unknown = [clock.id for clock in clocks if clock.id not in known]
    ledgers = {clock.id: known[clock.id] for clock in clocks if clock.id in known}
    ledgers |= await ledgers_of(db, unknown) if unknown else {}
    return {id: due_from_ledger(ledger, clock_policies().calendars) for id, ledger in ledgers.items()}


async def reading_of(db: Session, clock: Clock, until: datetime | None = None) -> ClockReading:
    ledgers = await ledgers_of(db, [clock.id])
    return due_from_ledger(ledgers[clock.id], clock_policies().calendars, until)
