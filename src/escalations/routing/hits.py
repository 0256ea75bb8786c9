"""What was found in a case, turned into what it leaves of the rules. A rule is a bit."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from .conditions import Condition
from .facts import CaseFacts

Sieve = Callable[[CaseFacts], int]


class Question(NamedTuple):
    rule: int
    condition: Condition


Questions = Sequence[Question]


class Hits:
    """A hit is something that rules want. Those that need another one, or bar this one, do not hold."""

    def __init__(self, questions: Questions) -> None:
        self._needs = all_of(question for question in questions if not question.condition.unless)
        self._shift = all_of(questions).bit_length()
        self.of: dict[str, int] = defaultdict(int)
        for rule, condition in questions:
            for wanted in condition.wanted:
                self.of[wanted] |= rule << self._shift if condition.unless else rule

    def left_after(self, found: int) -> int:
        """A rule that bars a hit has its bit shifted out of the way of those that need it."""
        return (found | ~self._needs) & ~(found >> self._shift)


def all_of(questions: Iterable[Question]) -> int:
    return united(question.rule for question in questions)


def asked_twice(questions: Iterable[Question]) -> int:
    """Rules that want one fact to be two things at once: one answer for each rule does not settle them."""
    once = twice = 0
    for rule, condition in questions:
        if not condition.unless:
            twice |= once & rule
            once |= rule
    return twice


def united(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)
