"""The roster while work is given out of it: who takes what, and what they have in hand after that. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from ..routing.deciding import Decision, decide_in_queue
from ..routing.hurdles import Reason
from ..routing.records import Trigger
from ..routing.roster import Candidate
from ..routing.rules import RuleSet
from .queries.waiting import Waiting


class Hands:
    def __init__(self, people: Iterable[Candidate], rules: RuleSet, at: datetime) -> None:
        self._people = {one.person_id: one for one in people}
        self._rules, self._at = rules, at
        self._there = {one.person_id for one in self._people.values() if _is_there(one, at)}

    @property
    def people(self) -> list[Candidate]:
        return list(self._people.values())

    def in_turn(self, waiting: Iterable[Waiting]) -> Iterator[Waiting]:
        """Those for whom there is somebody at the moment they are asked about: by severity, then by age."""
        return (one for one in sorted(waiting, key=lambda one: one.order) if self.has_taker(one))

    def has_taker(self, one: Waiting) -> bool:
        """Asks only those who are there: what the others would answer is known."""
        there = [person for key in self._there if (person := self._people[key]).free]
        return bool(there) and self._decide(one, there, "drained").assignee_id is not None

    def decide(self, one: Waiting, trigger: Trigger = "drained") -> Decision:
        """With everybody in the record, and why not them."""
        return self._decide(one, self.people, trigger)

    def first_to_come(self, decision: Decision) -> datetime | None:
        """When the next shift begins of somebody who is only not there now."""
        absent = (one.person_id for one in decision.candidates if one.reasons and all(map(_is_absence, one.reasons)))
        shifts = (self._people[key].next_shift(self._at) for key in absent)
        return min((shift.start for shift in shifts if shift), default=None)

    def give(self, decision: Decision) -> None:
        """From now on they have one more case in hand."""
        taker = self._people[decision.assignee_id or 0]
        units = self._rules.assignment.units.at(decision.facts.severity)
        self._people[taker.person_id] = replace(taker, load=taker.load + units, last_assigned_at=self._at)

    def _decide(self, one: Waiting, people: list[Candidate], trigger: Trigger) -> Decision:
        return decide_in_queue(one.rule, one.facts, one.queue, self._rules, people, self._at, trigger)


def _is_absence(reason: Reason) -> bool:
    return reason.hurdle in ("shift", "presence")


def _is_there(one: Candidate, at: datetime) -> bool:
    return one.presence in ("available", "busy") and one.end_of_shift(at) is not None
