"""Each minute: what came lately is held against what is usual."""

from collections import defaultdict
from datetime import datetime, timedelta

from ..platform.db import Session, nothing_to_record
from .actions import let_subside, open_alarm, raise_alarm, tell_again
from .cells import EVERYWHERE, Cell
from .evidence import COURSE, gathered
from .expecting import History
from .judging import LEVELS, Reading, judge
from .models import SpikeAlarm
from .queries import Arrival, alarms_decided_since, alarms_nobody_knows, arrivals, customers_since, open_alarms, past_of
from .sensitivity import Sensitivity, sensitivity

SEEN_EVERY = timedelta(minutes=5)


async def sweep_spikes(db: Session, at: datetime) -> int:
    """How many spikes were opened, raised, let subside or told to others. Costs three questions when too few customers came for any."""
    rules = sensitivity()
    arrived = await arrivals(db, at - max(rules.longest, COURSE), at)
    judged = await _judged(db, arrived, rules, at)
    standing = await open_alarms(db, lock=True)
    done = sum([await _follow(db, alarm, judged, rules, at) for alarm in standing])
    if judged:
        quiet = [*(await open_alarms(db)), *(await alarms_decided_since(db, at - rules.quiet))]
        done += await _open(db, judged, quiet, rules, at)
    return done + sum([await tell_again(db, alarm, at) for alarm in await alarms_nobody_knows(db)])


Judged = dict[Cell, tuple[Reading, History, list[Arrival]]]


async def _judged(db: Session, arrived: dict[Cell, list[Arrival]], rules: Sensitivity, at: datetime) -> Judged:
    """Only of cells in which something is out of the ordinary."""
    hot = {cell: counts for cell, came in arrived.items() if (counts := _counts(came, rules, at))}
    by_boundary: dict[str, list[Cell]] = defaultdict(list)
    for cell in hot:
        by_boundary[cell.boundary].append(cell)
    judged: Judged = {}
    for boundary, cells in by_boundary.items():
        past = await past_of(db, boundary, at, rules)
        for cell in cells if past else ():
            assert past is not None
            history = past.history(cell)
            if reading := judge(hot[cell], history, at, rules):
                judged[cell] = reading, history, arrived[cell]
    return judged


def _counts(came: list[Arrival], rules: Sensitivity, at: datetime) -> dict[int, int]:
    """Of each window; nothing where no window has enough customers to be looked at."""
    counts = {window.minutes: customers_since(came, at - timedelta(minutes=window.minutes)) for window in rules.window}
    return counts if max(counts.values()) >= rules.customers else {}


async def _follow(db: Session, alarm: SpikeAlarm, judged: Judged, rules: Sensitivity, at: datetime) -> bool:
    """An open spike is raised, goes on, or subsides."""
    if alarm.cell not in judged:
        return await let_subside(db, alarm, rules, at)
    reading, history, came = judged[alarm.cell]
    was = alarm.level
    await raise_alarm(db, alarm, reading, gathered(came, history, reading, at, rules), rules, at)
    if at - alarm.seen_at >= SEEN_EVERY:
        alarm.seen_at = at
        nothing_to_record(db, "that it goes on is no news")
    return alarm.level != was


async def _open(db: Session, judged: Judged, standing: list[SpikeAlarm], rules: Sensitivity, at: datetime) -> int:
    """The gravest first, and a place before its roll-up, which says less. What stands already, or was just decided on, keeps
    its kin from opening at the same level."""
    covered = [(alarm.cell, LEVELS.index(alarm.level) if alarm.state == "open" else len(LEVELS)) for alarm in standing]
    opened = 0
    for cell in sorted(judged, key=lambda one: (-judged[one][0].rank, one.place == EVERYWHERE, judged[one][0].chance)):
        reading, history, came = judged[cell]
        if any(one.may_be_the_same_as(cell) and (one == cell or rank >= reading.rank) for one, rank in covered):
            continue
        alarm = await open_alarm(db, cell, reading, gathered(came, history, reading, at, rules), rules, at)
        covered.append((cell, reading.rank))
        opened += alarm is not None
    return opened
