"""The second half of a decision: who takes a case that has its queue."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from msgspec import Struct

from .assignment import Assignment
from .facts import CaseFacts
from .hurdles import read, teller
from .ranking import Weighed, able, first_of, tied_with
from .roster import Candidate
from .rules import Action, Relax
from .standing import Ask, Standing
from .targets import QueueThen, Target, target_of

_BY_ID = attrgetter("person_id")


class Unable(Struct, frozen=True, array_like=True):
    """Those who cannot for the same written reasons."""

    because: str
    person_ids: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Those who cannot are told only when somebody asks."""

    ask: Ask
    able: tuple[Standing, ...]
    tell_unable: Callable[[], tuple[Unable, ...]] = field(repr=False, compare=False)

    @property
    def target(self) -> Target:
        return self.ask.target

    @property
    def relaxed(self) -> tuple[Relax, ...]:
        return self.ask.target.relaxed

    @cached_property
    def first(self) -> Standing | None:
        return first_of(self.able, self.ask)

    @property
    def assignee_id(self) -> int | None:
        return self.first.person_id if self.first else None

    @property
    def chosen(self) -> Weighed | None:
        return self._weighed(self.first) if self.first else None

    @cached_property
    def tied(self) -> int:
        """How many others had as many points."""
        return tied_with(self.first, self.able, self.ask)

    @cached_property
    def unable(self) -> tuple[Unable, ...]:
        return self.tell_unable()

    @cached_property
    def candidates(self) -> tuple[Weighed, ...]:
        """Everybody, by id."""
        told = [self._weighed(one) for one in self.able]
        for group in self.unable:
            reasons = read(group.because)
            for person_id, name in zip(group.person_ids, group.names, strict=True):
                told.append(Weighed(person_id=person_id, name=name, ask=self.ask, reasons=reasons))
        return tuple(sorted(told, key=lambda one: one.person_id))

    def _weighed(self, one: Standing) -> Weighed:
        return Weighed(person_id=one.person_id, name=one.name, ask=self.ask, standing=one)


def choose(
    facts: CaseFacts, action: Action, routed_to: QueueThen, roster: Iterable[Candidate], at: datetime, assignment: Assignment
) -> Choice:  # fmt: skip
    ask = Ask.of(facts, target_of(action, facts, routed_to), assignment, at)
    people = tuple(roster)
    standing = tuple(sorted(able(people, ask), key=lambda one: one.person_id))
    return Choice(ask=ask, able=standing, tell_unable=lambda: _unable(people, standing, ask))


def _unable(people: Iterable[Candidate], able: Iterable[Standing], ask: Ask) -> tuple[Unable, ...]:
    can, told = {one.person_id for one in able}, teller(ask)
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for one in sorted(people, key=_BY_ID):
        if one.person_id not in can:
            groups[told(one)].append(one)
    return tuple(
        Unable(because, tuple([one.person_id for one in group]), tuple([one.name for one in group]))
        for because, group in groups.items()
    )
