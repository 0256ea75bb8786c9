"""What a change of one person's place in the roster moves, worked out before it is saved. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from ..cases.hands import Hands
from ..cases.queries.waiting import Waiting
from ..coverage.spans import Span
from ..people.models import Person
from ..people.shifts import is_on_shift
from ..routing.deciding import Decision
from ..routing.roster import Candidate
from ..routing.rules import RuleSet

WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An open case and what it asks of whoever holds it. `asked` was decided with nobody there; `ours` means that it is our turn."""

    ref: str
    title: str
    waiting: Waiting
    asked: Decision
    owner_id: int | None
    due_at: datetime | None
    ours: bool

    @property
    def severity(self) -> str:
        return self.waiting.facts.severity

    @property
    def boundary(self) -> str:
        return self.waiting.facts.boundary


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of the roster: as routing weighs them now, and whose hours say when they work at any other time."""

    candidate: Candidate
    person: Person
    away: Sequence[Span] = ()

    def could_hold(self, case: Standing, at: datetime) -> bool:
        """Cleared, of a role that works the queue, and skilled enough; whether there or not."""
        return self.candidate.role in case.asked.routed_to.roles and self.is_able(case, at)

    def is_able(self, case: Standing, at: datetime) -> bool:
        """Cleared and skilled enough, whatever their role."""
        return self.is_cleared(case, at) and self.is_skilled(case)

    def is_cleared(self, case: Standing, at: datetime) -> bool:
        ends = self.candidate.clearances
        end = ends.get(case.boundary)
        return case.boundary in ends and (end is None or end > at)

    def is_skilled(self, case: Standing) -> bool:
        levels = self.candidate.specialties
        return all(levels.get(skill, 0) >= level for skill, level in case.asked.target.require.items())

    def works(self, case: Standing, at: datetime) -> bool:
        there = is_on_shift(self.person, at) and not any(span.holds(at) for span in self.away)
        return there and self.could_hold(case, at)

    def is_gone(self, at: datetime) -> bool:
        return self.candidate.presence == "offline" or self.candidate.end_of_shift(at) is None

    def back(self, at: datetime) -> datetime:
        shift = self.candidate.next_shift(at)
        return shift.start if shift else at + 2 * WEEK


@dataclass(frozen=True, kw_only=True)
class Fate:
    """Where a case goes that loses its owner: to `taker`, or nowhere and why. `next` comes first, and when."""

    case: Standing
    taker: Candidate | None = None
    able: int = 0
    on_shift: int = 0
    next: tuple[datetime, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Team:
    """The roster, and the one whose place in it changes: as they are, and as they would be, None for gone."""

    others: Sequence[Member]
    was: Member
    then: Member | None
    at: datetime
    rules: RuleSet

    @property
    def members(self) -> Sequence[Member]:
        return (*self.others, self.then) if self.then else self.others

    def fates(self, cases: Sequence[Standing]) -> list[Fate]:
        """One after the other, the severest first: whoever takes one has less room for the next."""
        hands = Hands([one.candidate for one in self.members], self.rules, self.at)
        fates = []
        for case in sorted(cases, key=lambda case: case.waiting.order):
            decision = hands.decide(case.waiting)
            taker = next((one for one in hands.people if one.person_id == decision.assignee_id), None)
            if taker:
                hands.give(decision)
            fates.append(Fate(case=case, taker=taker) if taker else self._stranded(case))
        return fates

    def _stranded(self, case: Standing) -> Fate:
        able = [one for one in self.members if one.could_hold(case, self.at)]
        there = [one for one in able if one.candidate.end_of_shift(self.at)]
        coming = [(shift.start, one.candidate.name) for one in able if (shift := one.candidate.next_shift(self.at))]
        return Fate(case=case, able=len(able), on_shift=len(there), next=min(coming, default=None))

    def is_coverable(self, case: Standing, *, was: bool) -> bool:
        """Whether anybody who could hold it works within the coming week."""
        members = (*self.others, self.was) if was else self.members
        return any(
            one.could_hold(case, max(shift.start, self.at))
            for one in members
            for shift in one.candidate.shifts
            if shift.start < self.at + WEEK
        )

    def is_met(self, case: Standing, due: datetime, *, was: bool) -> bool:
        """Whether at its due time anybody works who could answer it."""
        mine = self.was if was else self.then
        return bool(mine and mine.works(case, due)) or any(one.works(case, due) for one in self.others)


@dataclass(frozen=True, kw_only=True)
class Impact:
    """`held` are the person's own cases, `others` those that wait for anybody or fall due within the week."""

    team: Team
    held: Sequence[Standing]
    others: Sequence[Standing]

    @cached_property
    def fates(self) -> list[Fate]:
        """Of those that leave: their owner is gone, may not see them any more, or leaves while they cannot wait."""
        return self.team.fates([case for case in self.held if self._leaves(case)])

    def _leaves(self, case: Standing) -> bool:
        team, then = self.team, self.team.then
        if then is None or not then.is_cleared(case, team.at):
            return True
        if team.was.is_gone(team.at) or not then.is_gone(team.at) or not case.ours:
            return False
        return case.severity == "A" or (case.due_at is not None and case.due_at < then.back(team.at))

    @property
    def stranded(self) -> list[Fate]:
        return [fate for fate in self.fates if fate.taker is None]

    @property
    def outgrown(self) -> list[Standing]:
        """Those that stay with somebody who no longer has the skill they ask for."""
        was, then, gone = self.team.was, self.team.then, {fate.case.ref for fate in self.fates}
        staying = [case for case in self.held if case.ref not in gone]
        return [case for case in staying if then and was.is_skilled(case) and not then.is_skilled(case)]

    @property
    def waiting(self) -> list[Standing]:
        return [case for case in self.others if case.owner_id is None]

    @cached_property
    def deserted(self) -> list[Standing]:
        """Waiting cases that nobody of the coming week could take any more."""
        return [case for case in self.waiting if self._coverable(case) == (True, False)]

    @cached_property
    def attended(self) -> list[Standing]:
        """Waiting cases that nobody of the coming week could take before."""
        return [case for case in self.waiting if self._coverable(case) == (False, True)]

    def _coverable(self, case: Standing) -> tuple[bool, bool]:
        return self.team.is_coverable(case, was=True), self.team.is_coverable(case, was=False)

    @cached_property
    def coming(self) -> list[Standing]:
        """Waiting cases that would go to the person at once."""
        then = self.team.then
        mine = [case for case in self.waiting if case.ours and then and then.could_hold(case, self.team.at)]
        return [
            fate.case
            for fate in self.team.fates(mine)
            if then and fate.taker and fate.taker.person_id == then.candidate.person_id
        ]

    @cached_property
    def unmet(self) -> list[Standing]:
        """Those whose deadline falls into hours in which nobody works any more who could meet it."""
        return [case for case in (*self.held, *self.others) if case.due_at and self._is_lost(case, case.due_at)]

    def _is_lost(self, case: Standing, due: datetime) -> bool:
        ahead = self.team.at < due < self.team.at + WEEK
        return ahead and self.team.is_met(case, due, was=True) and not self.team.is_met(case, due, was=False)
