"""What would have gone elsewhere, and whether that is where it was solved."""

from collections import Counter
from collections.abc import Callable

from ..facts import CaseFacts
from ..matching import Matcher
from ..rules import Rule, RuleSet
from ..targets import queue_for
from .counting import Cell, Count, Move, PastDecision, count_of, sum_of


class Backtest:
    """Replays past decisions under a set of rules and keeps count."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.cells: Counter[Cell] = Counter()
        self._matcher = Matcher(rule_set)
        self._queues: dict[tuple[str, str | None], str] = {}

    def replay(self, past: PastDecision) -> Move | None:
        """The move, if it is one."""
        facts = past.facts
        rule = self._matcher.rule_for(facts, past.at)
        after = self.queue_after(rule, facts)
        self.cells[
            Cell(facts.family, facts.severity, facts.plan, facts.cover, rule.name, past.queue, after, past.solved_in)
        ] += 1
        return Move(past, after, rule.name) if after != past.queue else None

    def decided(self, past: PastDecision) -> tuple[str, str]:
        """Rule and queue, without counting."""
        rule = self._matcher.rule_for(past.facts, past.at)
        return rule.name, self.queue_after(rule, past.facts)

    def queue_after(self, rule: Rule, facts: CaseFacts) -> str:
        key = (rule.name, facts.family)
        if key not in self._queues:
            self._queues[key] = queue_for(rule.action, facts, self.rule_set.catalogue).key
        return self._queues[key]

    @property
    def total(self) -> Count:
        return sum_of(count_of(cell, cases) for cell, cases in self.cells.items())

    def counted_by(self, group: Callable[[Cell], str]) -> dict[str, Count]:
        counts: dict[str, Count] = {}
        for cell, cases in self.cells.items():
            counts[group(cell)] = counts.get(group(cell), Count()) + count_of(cell, cases)
        return counts

    def moves(self) -> list[tuple[str, str, Count]]:
        """From, to and how many; the largest first."""
        counts: dict[tuple[str, str], Count] = {}
        for cell, cases in self.cells.items():
            if cell.before != cell.after:
                way = (cell.before, cell.after)
                counts[way] = counts.get(way, Count()) + count_of(cell, cases)
        return sorted(
            ((before, after, count) for (before, after), count in counts.items()),
            key=lambda move: (-move[2].cases, move[:2]),
        )

    def hits(self) -> dict[str, int]:
        """How many cases each rule would decide, in the order of the rules; none is a number too."""
        hits = dict.fromkeys((rule.name for rule in self.rule_set.rules), 0)
        for cell, cases in self.cells.items():
            hits[cell.rule] += cases
        return hits
