"""What time alone brings about, on one page."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from .cases.actions.calling import sweep_calls
from .cases.actions.counting import fold_case_counts, mend_case_counts
from .cases.actions.helping import sweep_help
from .cases.actions.rehoming import rehome_cases
from .cases.actions.retiming import sweep_changed_policy
from .cases.queries.about import where_rest_ends
from .cases.queries.helping import where_help_lapses
from .cases.sweeps import tend_queues, wake_snoozed
from .catalog.loading import catalogue
from .clocks.policies import clock_policies
from .clocks.queries import where_clocks_are_due
from .clocks.sweeps import sweep_changed_hours, sweep_clocks
from .coverage.sweeps import sweep_gaps, sweep_shifts
from .incidents.actions.counting import fold_incident_counts, mend_incident_counts
from .incidents.sweeps import tend_incidents
from .integrations.calendars.sweeps import sweep_calendars
from .integrations.feeds.queries.feeds import where_feeds_poll
from .integrations.feeds.sweeps import forget_deliveries, sweep_polls
from .integrations.notices.queries import where_notices_are_to_mail
from .integrations.notices.sweeps import sweep_notice_mail
from .integrations.queries import where_mail_waits
from .integrations.sweeps import sweep_waiting_mail
from .integrations.trackers.queries import where_items_wait
from .integrations.trackers.sweeps import sweep_trackers
from .known_issues.sweeps import forget_searches
from .platform.agreeing import TOO_FAR, said_of, seconds_ahead
from .platform.db import Scope, Session, transaction
from .platform.due import DueIn, boundaries_due
from .platform.forgetting import forget_past_jobs
from .platform.metrics import SWEEPS_FAILED, SWEPT
from .platform.outages import noted
from .platform.search import sweep_documents, sweep_search, sweep_terms, where_engine_lags
from .platform.time import now
from .product_groups.queries.keeping import where_escalations_want_tending
from .product_groups.sweeps import tend_escalations
from .rapid_response.queries.engagements import where_engagements_are_due
from .rapid_response.queries.handovers import where_lines_page
from .rapid_response.sweeps import sweep_engagements, sweep_handovers
from .spikes.sweeps import sweep_spikes

log = structlog.get_logger()
EVERY = 5.0
ROUNDS = 500
HOURLY = timedelta(hours=1)
MINUTELY = timedelta(minutes=1)
QUARTERLY = timedelta(minutes=15)
START = datetime(2000, 1, 1, tzinfo=UTC)
Sweep = Callable[[Session, datetime], Awaitable[int]]


@dataclass(frozen=True)
class Duty:
    """A sweep. One that `drains` does so much in one transaction and runs again until nothing is left to do; one with an
    `every` runs when that begins anew on the clock, and when the clock rules have changed; one that says where it is `due` goes
    nowhere else."""

    sweep: Sweep
    drains: bool = False
    every: timedelta | None = None
    due: DueIn | None = None

    @property
    def name(self) -> str:
        return self.sweep.__name__

    def occasion(self, at: datetime) -> object:
        """While this stays the same, it need not run again."""
        return ((at - START) // self.every, clock_policies().hash) if self.every else at


DUTIES = (
    Duty(sweep_changed_hours, drains=True, every=HOURLY),
    Duty(sweep_changed_policy, drains=True, every=HOURLY),
    Duty(sweep_clocks, drains=True, due=where_clocks_are_due),
    Duty(wake_snoozed, drains=True, due=where_rest_ends),
    Duty(rehome_cases, drains=True, every=MINUTELY),
    Duty(tend_queues, drains=True),
    Duty(sweep_engagements, drains=True, due=where_engagements_are_due),
    Duty(sweep_handovers, drains=True, due=where_lines_page),
    Duty(tend_escalations, due=where_escalations_want_tending),
    Duty(sweep_help, drains=True, due=where_help_lapses),
    Duty(sweep_calls, every=MINUTELY),
    Duty(sweep_spikes, every=MINUTELY),
    Duty(tend_incidents, every=MINUTELY),
    Duty(fold_case_counts, every=MINUTELY),
    Duty(fold_incident_counts, every=MINUTELY),
    Duty(mend_case_counts, every=HOURLY),
    Duty(mend_incident_counts, every=HOURLY),
    Duty(sweep_shifts, every=MINUTELY),
    Duty(sweep_gaps, every=QUARTERLY),
    Duty(sweep_waiting_mail, due=where_mail_waits),
    Duty(sweep_notice_mail, due=where_notices_are_to_mail),
    Duty(sweep_polls, due=where_feeds_poll),
    Duty(sweep_calendars, every=MINUTELY),
    Duty(sweep_trackers, due=where_items_wait),
    Duty(sweep_terms, every=MINUTELY),
    Duty(sweep_documents, every=MINUTELY),
    Duty(sweep_search, due=where_engine_lags),
    Duty(forget_searches, every=HOURLY),
    Duty(forget_deliveries, drains=True, every=HOURLY),
    Duty(forget_past_jobs, drains=True, every=HOURLY),
)
for _duty in DUTIES:
    SWEEPS_FAILED.labels(_duty.name)


async def tick(stop: asyncio.Event) -> None:
    """Every few seconds what is due runs in each boundary, in transactions of its own. Rows locked elsewhere are skipped."""
    last: dict[Duty, object] = {}
    while not stop.is_set():
        duties = DUTIES if await _may_trust_the_clock() else ()
        due = await _due_anywhere(duties, now())
        for duty in duties:
            at = now()
            try:
                occasion = duty.occasion(at)
                if last.get(duty) != occasion and not stop.is_set():
                    await _sweep_in(due.get(duty.name, catalogue().boundaries), duty, at, stop)
                    last[duty] = occasion
                    SWEPT.labels(duty.name).set_to_current_time()
            except Exception as error:
                _note(duty, error)
        try:
            await asyncio.wait_for(stop.wait(), EVERY)
        except TimeoutError:
            continue


async def _may_trust_the_clock() -> bool:
    """A sweep by a wrong clock breaks promises that nobody has broken, for good; one that is late is made up for. While nobody answers,
    each sweep finds that out for itself."""
    try:
        ahead = await seconds_ahead()
    except Exception:
        return True
    if abs(ahead) < TOO_FAR:
        return True
    log.error("nothing is swept until the clocks agree", why=said_of(ahead))
    return False


def _note(duty: Duty, error: Exception) -> None:
    """Whatever it was: the other sweeps go on, and this one comes again."""
    name = duty.name
    SWEEPS_FAILED.labels(name).inc()
    if outage := noted(error):
        log.warning("a sweep failed and will be tried again", sweep=name, error=error, why=outage.said)
    else:
        log.error("a sweep failed and will be tried again", sweep=name, exc_info=error)


async def _due_anywhere(duties: Iterable[Duty], at: datetime) -> Mapping[str, Collection[str]]:
    """Where it cannot be asked, each sweep finds out for itself."""
    asked = {duty.name: duty.due for duty in duties if duty.due}
    try:
        return await boundaries_due(asked, list(catalogue().boundaries), at)
    except Exception as error:
        log.warning("what is due cannot be asked, all is swept", error=error)
        return {}


async def sweep_everywhere(at: datetime, duties: Iterable[Duty] = DUTIES, stop: asyncio.Event | None = None) -> int:
    """Whether anything is due there or not."""
    return sum([await _sweep_in(catalogue().boundaries, duty, at, stop) for duty in duties])


async def _sweep_in(boundaries: Collection[str], duty: Duty, at: datetime, stop: asyncio.Event | None) -> int:
    return sum([await _sweep(duty, boundary, at, stop) for boundary in boundaries])


async def _sweep(duty: Duty, boundary: str, at: datetime, stop: asyncio.Event | None) -> int:
    done = 0
    for _ in range(ROUNDS if duty.drains else 1):
        async with transaction(Scope.system(boundary)) as db:
            now_done = await duty.sweep(db, at)
        done += now_done
        if not now_done or (stop and stop.is_set()):
            break
    return done
