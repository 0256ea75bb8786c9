"""The smallest changes of what was known that would have sent a case elsewhere: from the stored decision alone, by trying all of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, islice

from ..catalog.models import Catalogue
from .deciding import Decision
from .facts import CaseFacts
from .naming import listed, name_of
from .questions import Bits
from .rules import OWN_FAMILY, Action
from .supposing import KINDS, Change, changes_of
from .targets import queue_for

MOST_PAIRS, LONGEST_SEARCH = 12, 50_000


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """With these changes, one or two, this rule would have sent the case to this queue."""

    changes: tuple[Change, ...]
    rule: str
    queue: str

    def applied_to(self, facts: CaseFacts) -> CaseFacts:
        for change in self.changes:
            facts = replace(facts, **change.fields)
        return facts

    @property
    def in_words(self) -> str:
        supposed = listed(change.in_words for change in self.changes)
        return f"If {supposed}: to the {name_of('queue', self.queue)} queue, by the rule “{self.rule}”."


def elsewhere(decision: Decision, known: Catalogue) -> tuple[Elsewhere, ...]:
    """Every single change that leads to another queue; only where there is none, pairs of changes.

    Nothing where no rule was asked, or where a record of the first release did not keep where its rules lead.
    """
    if not decision.questions.rules or not all(rule.queue for rule in decision.questions.rules):
        return ()
    trial = _Trial(decision, known)
    return tuple(trial.singles()) or tuple(islice(trial.pairs(), MOST_PAIRS))


@dataclass(frozen=True)
class _Trial:
    decision: Decision
    known: Catalogue

    @cached_property
    def changes(self) -> Sequence[tuple[Change, Bits]]:
        """Each with the conditions that would then hold."""
        asked, facts = self.decision.questions, self.decision.facts
        supposed = changes_of(facts, asked.conditions, self.known)
        return [(change, asked.holding(replace(facts, **change.fields))) for change in supposed]

    def singles(self) -> Iterator[Elsewhere]:
        for change, holding in self.changes:
            yield from self._if_elsewhere((change,), holding)

    def pairs(self) -> Iterator[Elsewhere]:
        """What two changes of different kinds let hold is what each lets hold of its own kind."""
        for (one, of_one), (other, of_other) in islice(combinations(self._distinct(), 2), LONGEST_SEARCH):
            if one.kind != other.kind:
                mine, theirs = self._masks[one.kind], self._masks[other.kind]
                holding = self.decision.holding & ~(mine | theirs) | of_one & mine | of_other & theirs
                yield from self._if_elsewhere((one, other), holding)

    def _distinct(self) -> list[tuple[Change, Bits]]:
        """One of those that no rule tells apart."""
        found = {
            (change.kind, change.fields.get("family"), bits): (change, bits) for change, bits in reversed(self.changes)
        }
        return list(reversed(found.values()))

    @cached_property
    def _masks(self) -> Mapping[str, Bits]:
        kinds = {fact: kind for kind, facts in KINDS.items() for fact in facts}
        masks: dict[str, Bits] = defaultdict(int)
        for number, condition in enumerate(self.decision.questions.conditions):
            masks[kinds[condition.fact]] |= 1 << number
        return masks

    def _if_elsewhere(self, changes: tuple[Change, ...], holding: Bits) -> Iterator[Elsewhere]:
        questions = self.decision.questions
        number = questions.first_that_holds(holding, self.decision.at)
        if number is None:
            return
        rule = questions.rules[number]
        there = Elsewhere(changes=changes, rule=rule.name, queue=rule.queue)
        if rule.queue == OWN_FAMILY:
            then = there.applied_to(self.decision.facts)
            there = replace(there, queue=queue_for(Action(queue=OWN_FAMILY), then, self.known).key)
        if there.queue != self.decision.queue:
            yield there
