"""The gate against the past: each escalation is asked again by what the gate had learnt until then. Pure.

A bounce is avoided where the gate would have asked for the very thing it came back for. Where it would have asked for something
that the group never missed, support would have been held up for nothing: by as long as it usually takes to find such a thing,
which is how long it took after a return until the case was escalated again.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

from ..catalog.models import GateRules
from .learning import Past


@dataclass
class Tally:
    escalations: int = 0
    returned: int = 0
    returned_for_a_need: int = 0
    held: int = 0
    avoided: int = 0
    held_for_nothing: int = 0
    time_saved: timedelta = timedelta()


@dataclass
class Outcome:
    total: Tally = field(default_factory=Tally)
    by_group: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_family: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    to_find: timedelta | None = None
    """Median time from a return for something missing until the same case was escalated to the same group again."""

    @property
    def delay_added(self) -> timedelta | None:
        return self.to_find * self.total.held_for_nothing if self.to_find is not None else None


def backtest(past: Sequence[Past], rules: GateRules) -> Outcome:
    """`past` is in the order in which it was submitted; what was decided only after an escalation came taught nothing yet."""
    outcome, memory = Outcome(to_find=_time_to_find(past)), _Memory(rules)
    waiting: list[Past] = []
    for one in past:
        for decided in [earlier for earlier in waiting if earlier.decided_at <= one.opened_at]:
            memory.learn(decided)
            waiting.remove(decided)
        asked = memory.blocking(one)
        for tally in (outcome.total, outcome.by_group[one.product_group], outcome.by_family[one.family]):
            _count(tally, one, asked)
        waiting.append(one)
    return outcome


class _Memory:
    def __init__(self, rules: GateRules) -> None:
        self._rules = rules
        self._seen: dict[tuple[str, str, str], deque[bool]] = {}

    def learn(self, one: Past) -> None:
        for need in one.absent:
            key = (one.product_group, one.boundary, need)
            self._seen.setdefault(key, deque(maxlen=self._rules.last)).append(one.missing_need == need)

    def blocking(self, one: Past) -> set[str]:
        """What it would have been held for: absent, nothing said of what was tried, and by then known to come back."""
        return {
            need for need in one.absent if need not in one.tried and self._returns(one, need) >= self._rules.blocks_from
        }

    def _returns(self, one: Past, need: str) -> int:
        return sum(self._seen.get((one.product_group, one.boundary, need), ()))


def _count(tally: Tally, one: Past, asked: set[str]) -> None:
    tally.escalations += 1
    tally.returned += one.return_code is not None
    tally.returned_for_a_need += one.missing_need is not None
    if not asked:
        return
    tally.held += 1
    if one.missing_need in asked:
        tally.avoided += 1
        tally.time_saved += one.decided_at - one.opened_at
    elif one.missing_need is None:
        tally.held_for_nothing += 1


def _time_to_find(past: Iterable[Past]) -> timedelta | None:
    came_back: dict[tuple[int, str], Past] = {}
    taken = []
    for one in past:
        earlier = came_back.pop((one.case_id, one.product_group), None)
        if earlier is not None and one.opened_at > earlier.decided_at:
            taken.append(one.opened_at - earlier.decided_at)
        if one.missing_need is not None:
            came_back[(one.case_id, one.product_group)] = one
    return timedelta(seconds=median(one.total_seconds() for one in taken)) if taken else None
