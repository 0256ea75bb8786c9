"""What would have been late under other rules: ledgers of the past, read again with other targets or hours. Pure.

What people did and when stays as it was. A recorded target is replaced by what the proposal gives on the same terms; the
terms are those under which the policy of then gave the target that was recorded, so that the rules of then change nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import product

from .calendar_files import CalendarEntry
from .calendars import Calendar, Hours
from .kinds import Kind
from .ledger import advance, after, due_from_ledger
from .policy_files import SEVERITIES, UNDER_POLICY, Policy, Target, TargetKind, Terms
from .proposals import Proposal
from .readings import ClockReading, Entry
from .rule_files import BadRuleFile

Behind = tuple[str, TargetKind, int, str, Terms]


@dataclass(frozen=True, slots=True)
class PastClock:
    """`terms` answers what its targets depended on at a moment, as far as it is known today."""

    id: int
    case_id: int
    kind: TargetKind
    family: str
    ledger: Sequence[Entry]
    terms: Callable[[datetime], Terms]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`under` is None where the proposal promises nothing any more."""

    clock: PastClock
    terms: Terms
    then: bool
    under: bool | None


@dataclass(slots=True)
class Count:
    clocks: int = 0
    then: int = 0
    under: int = 0
    newly: int = 0
    saved: int = 0

    def add(self, outcome: Outcome) -> None:
        self.clocks += 1
        self.then += outcome.then
        self.under += bool(outcome.under)
        self.newly += bool(outcome.under and not outcome.then)
        self.saved += bool(outcome.then and not outcome.under)


@dataclass
class Replay:
    """The sums, in all and by each trait, and the cases in which something would have been late that was not."""

    total: Count = field(default_factory=Count)
    by: dict[str, defaultdict[str, Count]] = field(
        default_factory=lambda: {trait: defaultdict(Count) for trait in ("family", "plan", "severity", "kind")}
    )
    unpromised: int = 0
    newly_late: list[tuple[int, Kind]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        clock, terms = outcome.clock, outcome.terms
        traits = {"family": clock.family, "plan": terms.plan, "severity": terms.severity, "kind": clock.kind}
        for count in (self.total, *(self.by[trait][value] for trait, value in traits.items())):
            count.add(outcome)
        self.unpromised += outcome.under is None
        if outcome.under and not outcome.then:
            self.newly_late.append((clock.case_id, clock.kind))


class Replayer:
    """Asked of very many clocks, so it remembers what it worked out once."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self._policies = {policy.version: policy for policy in proposal.rules.policies}
        self._behind: dict[Behind, Terms | None] = {}
        self._changed = dict(_changed_hours(proposal))

    def pinned(self, ref: str, /) -> Calendar:
        return self._changed.get(ref.partition("@")[0]) or self.proposal.rules.calendars.pinned(ref)

    def outcome(self, clock: PastClock, until: datetime) -> Outcome:
        then = due_from_ledger(clock.ledger, self.proposal.rules.calendars, until)
        first = clock.ledger[0]
        terms = self._terms_behind(clock, first) or clock.terms(first.at)
        try:
            under = self.read(clock, until)
        except BadRuleFile:
            under = None
        return Outcome(clock, terms, then.breached_at is not None, under and under.breached_at is not None)

    def read(self, clock: PastClock, until: datetime) -> ClockReading | None:
        """None where no time is promised any more."""
        reading: ClockReading | None = None
        for recorded in clock.ledger:
            entry = self._entry(clock, recorded, reading)
            if entry is not None:
                reading = after(reading, entry, self) if reading else due_from_ledger([entry], self)
            elif reading is None:
                return None
        return reading and advance(reading, until, self)

    def _entry(self, clock: PastClock, entry: Entry, reading: ClockReading | None) -> Entry | None:
        """As it would stand in the ledger; None where it would not."""
        match entry.what:
            case "warned":
                return None
            case "breached":
                return entry if reading and reading.state == "running" and reading.due_at == entry.due_at else None
            case "carried_over" if entry.minutes is None:
                return entry if reading and _key(reading.calendar) == _key(entry.calendar) else None
            case "started" | "retargeted" | "carried_over" if entry.minutes and not entry.due_at:
                return self._with_target(clock, entry)
        return entry

    def _with_target(self, clock: PastClock, entry: Entry) -> Entry | None:
        policy = self.proposal.policy
        terms = self._terms_behind(clock, entry) if policy else None
        if policy is None or terms is None:
            return entry
        target = policy.target(clock.kind, terms, self.proposal.calendars)
        if target is None:
            return None
        return replace(entry, minutes=target.minutes, calendar=self._ref(target, entry), policy=policy.version)

    def _ref(self, target: Target, entry: Entry) -> str:
        """The version in force then; the recorded one for the same hours."""
        if target.calendar_key == _key(entry.calendar):
            return entry.calendar
        changed = self._changed.get(target.calendar_key)
        return (changed or self.proposal.calendars.in_force(target.calendar_key, entry.at)).ref

    def _terms_behind(self, clock: PastClock, entry: Entry) -> Terms | None:
        """None for a target that no policy gave."""
        known = clock.terms(entry.at)
        asked = (entry.policy, clock.kind, entry.minutes or 0, _key(entry.calendar), known)
        if asked not in self._behind:
            self._behind[asked] = next(self._fitting(*asked), None)
        return self._behind[asked]

    def _fitting(self, version: str, kind: TargetKind, minutes: int, key: str, known: Terms) -> Iterator[Terms]:
        policy, calendars = self._policies.get(version), self.proposal.rules.calendars
        if policy is None or kind not in UNDER_POLICY:
            return
        zones = [known.zone, *(entry.zone.key for entry in calendars.entries if entry.key == key)]
        for terms in _possible(policy, known, zones):
            target = policy.target(kind, terms, calendars)
            if target and (target.minutes, target.calendar_key) == (minutes, key):
                yield terms


def _possible(policy: Policy, known: Terms, zones: Iterable[str]) -> Iterator[Terms]:
    """What is known today first, then what it may have been before it changed."""
    plans = [known.plan] * (known.plan in policy.plans) + [plan for plan in policy.plans if plan != known.plan]
    severities = [known.severity, *(severity for severity in SEVERITIES if severity != known.severity)]
    covers, hours = (known.cover, not known.cover), (known.around_the_clock, not known.around_the_clock)
    for severity, plan, cover, all_hours, zone in product(severities, plans, covers, hours, dict.fromkeys(zones)):
        yield Terms(severity=severity, plan=plan, cover=cover, zone=zone, around_the_clock=all_hours)


def _changed_hours(proposal: Proposal) -> Iterator[tuple[str, Calendar]]:
    """Hours that the proposal adds or edits, as if they had always been in force, with the days off that were known then."""
    known = {entry.ref: entry for entry in proposal.rules.calendars.entries}
    by_key: dict[str, list[CalendarEntry]] = defaultdict(list)
    for entry in sorted(proposal.calendars.entries, key=lambda entry: entry.since):
        by_key[entry.key].append(entry)
    for key, entries in by_key.items():
        if any(entry.ref not in known or not known[entry.ref].counts_like(entry) for entry in entries):
            yield key, _as_if_always(entries)


def _as_if_always(entries: Sequence[CalendarEntry]) -> Calendar:
    newest = entries[-1].calendar()
    exceptions: dict[date, tuple[Hours, ...]] = {}
    for entry in entries[:-1]:
        days = entry.calendar().exceptions.items()
        exceptions |= {day: hours for day, hours in days if day < entries[-1].since}
    exceptions |= newest.exceptions
    return Calendar(newest.key, newest.version, newest.zone, newest.week, exceptions, newest.name, newest.holidays)


def _key(ref: str) -> str:
    return ref.partition("@")[0]
