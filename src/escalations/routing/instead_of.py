"""A small change that would have made somebody else the first."""

from dataclasses import dataclass

from .ranking import Weighed
from .standing import Standing


@dataclass(frozen=True, kw_only=True)
class Instead:
    """Had this been so, this person would have come first. `cost` sorts small changes before large ones."""

    person_id: int
    name: str
    had: str
    cost: int

    @property
    def in_words(self) -> str:
        return f"If {self.name} {self.had}, {self.name} would take it."


def instead_if(one: Standing | Weighed, had: str, cost: int) -> Instead:
    return Instead(person_id=one.person_id, name=one.name, had=had, cost=cost)
