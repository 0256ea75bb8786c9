"""What a policy or a calendar file that is not in force yet would bring about, if it came into force at once. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .actions.retargeting import under_new_policy
from .calendar_files import Calendars, read_calendars
from .calendars import NeverOpens
from .kinds import KINDS, Kind
from .ledger import after, due_from_ledger
from .policy_files import UNDER_POLICY, ClockRules, Policy, Terms, read_policy
from .queries import Held
from .readings import ClockReading, Entry
from .rule_files import BadRuleFile, RuleText

EXAMPLES = 20


@dataclass(frozen=True)
class Proposal:
    """The rules as they are, and what would come beside them."""

    rules: ClockRules
    calendars: Calendars
    policy: Policy | None = None

    @property
    def rewritten(self) -> list[str]:
        """Entries that read otherwise than they do now, so that due times of the past would be other ones."""
        proposed = {entry.ref: entry for entry in self.calendars.entries}
        both = (old for old in self.rules.calendars.entries if old.ref in proposed)
        return [old.ref for old in both if not proposed[old.ref].counts_like(old)]


def proposed_policy(rules: ClockRules, file: RuleText) -> Proposal:
    """Raises BadRuleFile with file and line. The file may have any name."""
    return Proposal(rules, rules.calendars, read_policy(file, rules.calendars))


def proposed_calendars(rules: ClockRules, file: RuleText) -> Proposal:
    return Proposal(rules, read_calendars(file))


@dataclass(frozen=True, slots=True)
class OpenClock:
    clock: Held
    ledger: Sequence[Entry]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Move:
    """A running clock that would be due at another time."""

    case_id: int
    kind: Kind
    was: datetime
    becomes: datetime

    @property
    def is_earlier(self) -> bool:
        return self.becomes < self.was

    def rank(self) -> tuple[bool, datetime, int]:
        return not self.is_earlier, self.becomes, self.case_id


@dataclass(frozen=True)
class Impact:
    """`examples` are moves to an earlier time first, the soonest first; `stranded` are cases for which no due time can be worked out."""

    at: datetime
    clocks: int = 0
    later: int = 0
    earlier: int = 0
    ended: int = 0
    breached: int = 0
    stranded: frozenset[int] = frozenset()
    examples: tuple[Move, ...] = ()
    rewritten: tuple[str, ...] = ()

    @property
    def moved(self) -> int:
        return self.later + self.earlier

    @property
    def is_none(self) -> bool:
        return not (self.moved or self.ended or self.stranded or self.rewritten)

    def __add__(self, other: "Impact") -> "Impact":
        return joined([self, other])

    def in_words(self) -> str:
        """`moves 41 deadlines: 30 later, 11 earlier (earliest C-12 first response from 16:00 to 15:00 UTC); strands 6 cases`."""
        said = [
            self._moves(),
            f"{self.breached:,} would be breached at once" if self.breached else "",
            f"ends {_count(self.ended, 'clock')}" if self.ended else "",
            f"strands {_count(len(self.stranded), 'case')}" if self.stranded else "",
            *(f"rewrites the past of {ref}: add an entry with its own `since` instead" for ref in self.rewritten),
        ]
        return "; ".join(part for part in said if part)

    def _moves(self) -> str:
        if not self.moved:
            return "moves no deadline"
        later = f"{self.later:,} later" if self.later else ""
        earlier = f"{self.earlier:,} earlier{self._earliest()}" if self.earlier else ""
        return f"moves {_count(self.moved, 'deadline')}: {', '.join(side for side in (later, earlier) if side)}"

    def _earliest(self) -> str:
        first = next((move for move in self.examples if move.is_earlier), None)
        if first is None:
            return ""
        day = "" if self.at.date() == first.was.date() == first.becomes.date() else "%-d %b "
        span = f"from {first.was:{day}%H:%M} to {first.becomes:{day}%H:%M} UTC"
        return f" (earliest C-{first.case_id} {KINDS[first.kind].words} {span})"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def impact_of(clocks: Iterable[OpenClock], proposal: Proposal, at: datetime) -> Impact:
    """On open clocks, were it in force at `at`. The sum of parts is the whole, so very many may come in batches."""
    nothing = Impact(at, rewritten=tuple(proposal.rewritten))
    return joined([nothing, *(_impact_on(one, proposal, at) for one in clocks)])


def joined(parts: Sequence[Impact]) -> Impact:
    moves = sorted((move for part in parts for move in part.examples), key=Move.rank)
    return replace(
        parts[0],
        clocks=sum(part.clocks for part in parts),
        later=sum(part.later for part in parts),
        earlier=sum(part.earlier for part in parts),
        ended=sum(part.ended for part in parts),
        breached=sum(part.breached for part in parts),
        stranded=frozenset[int]().union(*(part.stranded for part in parts)),
        examples=tuple(moves[:EXAMPLES]),
    )


def _impact_on(one: OpenClock, proposal: Proposal, at: datetime) -> Impact:
    before = due_from_ledger(one.ledger, proposal.rules.calendars, at)
    try:
        under = _under(one, proposal, at)
    except (BadRuleFile, NeverOpens):
        return Impact(at, clocks=1, stranded=frozenset({one.clock.case_id}))
    was, becomes = before.due_at, under.due_at
    if not under.is_open:
        return Impact(at, clocks=1, ended=1)
    if before.state != "running" or not was or not becomes or was == becomes:
        return Impact(at, clocks=1)
    move = Move(one.clock.case_id, one.clock.kind, was, becomes)
    sooner, breached = int(move.is_earlier), int(becomes <= at < was)
    return Impact(at, clocks=1, later=1 - sooner, earlier=sooner, breached=breached, examples=(move,))


def _under(one: OpenClock, proposal: Proposal, at: datetime) -> ClockReading:
    calendars = proposal.calendars
    reading = due_from_ledger(one.ledger, calendars, at)
    for entry in _entries(one, proposal, at):
        reading = after(reading, entry, calendars) if reading.is_open else reading
    return reading


def _entries(one: OpenClock, proposal: Proposal, at: datetime) -> Iterator[Entry]:
    policy, kind = proposal.policy, one.clock.kind
    if policy and kind in UNDER_POLICY:
        rules = replace(proposal.rules, calendars=proposal.calendars)
        yield under_new_policy(kind, one.terms, policy, rules, at)
    newest = proposal.calendars.newest(one.clock.hours)
    if newest.ref not in proposal.rules.calendars.refs:
        yield Entry(what="carried_over", at=at, calendar=newest.ref)
