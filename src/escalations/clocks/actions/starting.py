"""A clock begins to run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from ...platform.db import Session
from ...platform.errors import Refused
from ...platform.event_batches import record_many
from ...platform.events import Actor
from ...platform.time import now
from ..events import ClockStarted
from ..kinds import KINDS, Holder, Kind
from ..ledger import due_from_ledger
from ..models import Clock, ClockEvent
from ..policies import Target, clock_policies, policies_at
from ..queries import open_clock, open_clocks
from ..readings import Entry
from .entering import about
from .moving import Move, write_moves
from .retargeting import reschedule_clock

ALWAYS = "always"


async def start_clock(
    db: Session, case_id: int, boundary: str, kind: Kind, target: Target, *, holder: Holder = "support", at: datetime, by: Actor,
    escalation_id: int | None = None,
) -> Clock:  # fmt: skip
    """The one that is already running or paused, if there is one: to change its target is `retarget_clock`."""
    if standing := await open_clock(db, case_id, kind, holder=holder, escalation_id=escalation_id):
        return standing
    return await begin(
        db,
        _start(target, at),
        by,
        boundary=boundary,
        case_id=case_id,
        kind=kind,
        holder=holder,
        escalation_id=escalation_id,
    )


def begin_first_clocks(boundary: str, targets: Mapping[Kind, Target], *, at: datetime) -> list[Move]:
    """Those of support on a case that is so new that it has no number yet, and none of them can be running."""
    return [first_move(kind, target, 0, boundary, at=at) for kind, target in targets.items()]


def first_move(kind: Kind, target: Target, case_id: int, boundary: str, *, at: datetime) -> Move:
    """Of support, where none of its kind runs any more."""
    entry = _start(target, at)
    return _move(_begun(entry, boundary=boundary, case_id=case_id, kind=kind, holder="support"), entry)


def belong_to(case_id: int, begun: Sequence[Move]) -> None:
    """When it has its number, and before they are written."""
    for one in begun:
        one.clock.case_id = case_id


async def start_clocks_of_many(
    db: Session, wanted: Sequence[tuple[int, Mapping[Kind, Target]]], boundary: str, *, at: datetime, by: Actor
) -> list[Clock]:
    """The first ones of many new cases by their ids, with as many statements as for one."""
    each = [(case_id, kind, _start(target, at)) for case_id, targets in wanted for kind, target in targets.items()]
    clocks = [_begun(entry, boundary=boundary, case_id=id, kind=kind, holder="support") for id, kind, entry in each]
    db.add_all(clocks)
    await db.flush()
    db.add_all(ClockEvent.writing(entry, clock, round=0) for clock, (_, _, entry) in zip(clocks, each, strict=True))
    await record_many(
        db, [(_started(clock, entry), clock) for clock, (_, _, entry) in zip(clocks, each, strict=True)], by=by
    )
    return clocks


def _start(target: Target, at: datetime) -> Entry:
    calendar = clock_policies().calendars.in_force(target.calendar_key, at)
    return Entry(what="started", at=at, minutes=target.minutes, calendar=calendar.ref, policy=target.policy_version)


async def start_follow_up(
    db: Session, case_id: int, boundary: str, *, until: datetime, why: str, by: Actor, kind: Kind = "follow_up",
    holder: Holder = "support", escalation_id: int | None = None, at: datetime | None = None,
) -> Clock:  # fmt: skip
    """Due at an instant, whatever the hours: a snooze, a wait, a promise. A later follow-up replaces the standing one."""
    at = at or now()
    if until <= at:
        raise Refused("A follow-up must lie ahead. Choose a later time.")
    open_ones = await open_clocks(db, case_id, holder=holder, escalation_id=escalation_id)
    standing = [clock for clock in open_ones if clock.kind == kind]
    if same := next((clock for clock in standing if clock.due_at == until), None):
        return same
    if standing and not KINDS[kind].several:
        return await reschedule_clock(db, standing[0], until, why=why, by=by, at=at)
    calendar = clock_policies().calendars.in_force(ALWAYS, at)
    policy = policies_at(at).version
    entry = Entry(what="started", at=at, due_at=until, calendar=calendar.ref, policy=policy, why=why)
    return await begin(
        db, entry, by, boundary=boundary, case_id=case_id, kind=kind, holder=holder, escalation_id=escalation_id
    )


async def begin(
    db: Session, entry: Entry, by: Actor, *, boundary: str, case_id: int, kind: Kind, holder: Holder, escalation_id: int | None = None
) -> Clock:  # fmt: skip
    clock = _begun(entry, boundary=boundary, case_id=case_id, kind=kind, holder=holder, escalation_id=escalation_id)
    await write_moves(db, [_move(clock, entry)], by=by)
    return clock


def _begun(
    entry: Entry, *, boundary: str, case_id: int, kind: Kind, holder: Holder, escalation_id: int | None = None
) -> Clock:
    rules = clock_policies()
    reading = due_from_ledger([entry], rules.calendars)
    clock = Clock(
        boundary=boundary, case_id=case_id, escalation_id=escalation_id, holder=holder, kind=kind, started_at=entry.at,
        state=reading.state, policy_version=entry.policy, calendar=entry.calendar, target_minutes=entry.minutes or 0,
    )  # fmt: skip
    clock.follow(reading, rules)
    return clock


def _move(clock: Clock, entry: Entry) -> Move:
    return Move(clock, ((entry, 0),), partial(_started, clock, entry))


def _started(clock: Clock, entry: Entry) -> ClockStarted:
    return about(ClockStarted, clock, minutes=clock.target_minutes, calendar=clock.calendar, why=entry.why)
