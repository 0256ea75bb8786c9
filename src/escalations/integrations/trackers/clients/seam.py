"""The seam: what every tracker can be asked, and nothing more."""

from dataclasses import dataclass
from typing import Protocol

from ..models import Tracker


@dataclass(frozen=True)
class WorkItem:
    """As it stands outside."""

    external_key: str
    url: str


@dataclass(frozen=True)
class Words:
    """What the work item is to say. `marker` is how it is found again when an answer was lost."""

    marker: str
    title: str
    body: str
    state: str


class Client(Protocol):
    async def find(self, tracker: Tracker, marker: str) -> WorkItem | None: ...
    async def create(self, tracker: Tracker, words: Words) -> WorkItem: ...
    async def update(self, tracker: Tracker, external_key: str, words: Words) -> None: ...
