"""What a rule's action means for one case: the queue it goes to and whom it asks for there."""

from dataclasses import dataclass

from ..catalog.models import Catalogue
from .facts import CaseFacts
from .rules import CUSTOMERS_LANGUAGE, OWN_FAMILY, Action

UNCLEAR_QUEUE = "triage"


@dataclass(frozen=True, kw_only=True)
class QueueThen:
    """A queue as it was when the decision was made."""

    key: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Target:
    queue: QueueThen
    skill: str | None
    level: int
    language: str | None


def queue_for(action: Action, facts: CaseFacts, catalogue: Catalogue) -> QueueThen:
    queue = catalogue.queue(_family_queue(facts, catalogue) if action.queue == OWN_FAMILY else action.queue)
    return QueueThen(key=queue.key, name=queue.name, roles=queue.roles)


def target_of(action: Action, facts: CaseFacts, queue: QueueThen) -> Target:
    return Target(
        queue=queue,
        skill=facts.family if action.skill == OWN_FAMILY else action.skill,
        level=action.level,
        language=facts.language if action.language == CUSTOMERS_LANGUAGE else action.language,
    )


def _family_queue(facts: CaseFacts, catalogue: Catalogue) -> str:
    family = catalogue.families.get(facts.family or "")
    return family.queue if family else UNCLEAR_QUEUE
