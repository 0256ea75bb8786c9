"""What a change of the teams moves, the roles that may be given work from each queue, worked out before the file is saved. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .stranding import WEEK, Member, Standing

Teams = Mapping[str, Sequence[str]]
"""Roles by queue. A queue that is not in it does not exist."""
Move = Literal["homeless", "stranded", "outgrown", "attended"]
MOST_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class TeamChange:
    members: Sequence[Member]
    was: Teams
    then: Teams
    at: datetime

    def moves(self, case: Standing) -> Move | None:
        """The worst that befalls an open case: its queue is gone, nobody could take it, its owner is none of the team any more."""
        queue = case.waiting.queue
        if queue not in self.then:
            return "homeless"
        covered, still = self._is_coverable(case, self.was.get(queue, ())), self._is_coverable(case, self.then[queue])
        if covered and not still:
            return "stranded"
        if self._loses_its_owner(case, queue):
            return "outgrown"
        return "attended" if still and not covered and case.owner_id is None else None

    def _is_coverable(self, case: Standing, roles: Sequence[str]) -> bool:
        """Whether anybody of these roles who could hold it works within the coming week."""
        return any(
            one.candidate.role in roles and one.is_able(case, max(shift.start, self.at))
            for one in self.members
            for shift in one.candidate.shifts
            if shift.start < self.at + WEEK
        )

    def _loses_its_owner(self, case: Standing, queue: str) -> bool:
        role = next((one.candidate.role for one in self.members if one.candidate.person_id == case.owner_id), None)
        return role is not None and role in self.was.get(queue, ()) and role not in self.then[queue]


@dataclass(kw_only=True)
class TeamImpact:
    """References of the cases that move, in the order they were looked at."""

    cases: int = 0
    moved: dict[Move, list[str]] = field(
        default_factory=lambda: {"homeless": [], "stranded": [], "outgrown": [], "attended": []}
    )

    def add(self, case: Standing, move: Move | None) -> None:
        self.cases += 1
        if move:
            self.moved[move].append(case.ref)

    @property
    def is_none(self) -> bool:
        return not any(self.moved.values())

    def in_words(self) -> list[str]:
        if self.is_none:
            return [f"It moves none of the {self.cases:,} open cases."]
        return [_SAYS[move].format(cases=_cases(refs), refs=_named(refs)) for move, refs in self.moved.items() if refs]


_SAYS: dict[Move, str] = {
    "homeless": "The queue of {cases} would be gone: {refs}.",
    "stranded": "It strands {cases}: of the coming week nobody could take them any more: {refs}.",
    "outgrown": "The owner of {cases} would no longer be of the team of their queue: {refs}.",
    "attended": "Somebody could take {cases} that nobody can take now: {refs}.",
}


def _cases(refs: Sequence[str]) -> str:
    return "1 case" if len(refs) == 1 else f"{len(refs):,} cases"


def _named(refs: Sequence[str]) -> str:
    more = len(refs) - MOST_NAMED
    return ", ".join(refs[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
