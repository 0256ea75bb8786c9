"""What a rule's action means for one case: the queue it goes to and whom it asks for there."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from ..catalog.models import Catalogue, Queue
from .facts import CaseFacts
from .rules import CUSTOMERS_LANGUAGE, OWN_FAMILY, Action, Relax

UNCLEAR_QUEUE = "triage"
SENT_BY_A_PERSON = "Sent here by a person"
"""Stands for a rule where none sent a case to its queue."""


class QueueThen(Struct, frozen=True, kw_only=True):
    """A queue as it was when the decision was made."""

    key: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Target:
    """`asked` are the skills the rule requires, `require` what is left of them after the steps of `relaxed`."""

    queue: QueueThen
    asked: Mapping[str, int]
    require: Mapping[str, int]
    prefer: Mapping[str, int]
    language: str | None
    relaxed: tuple[Relax, ...] = ()


def queue_for(action: Action, facts: CaseFacts, catalogue: Catalogue) -> QueueThen:
    return as_it_is(catalogue.queue(_family_queue(facts, catalogue) if action.queue == OWN_FAMILY else action.queue))


def as_it_is(queue: Queue) -> QueueThen:
    return QueueThen(key=queue.key, name=queue.name, roles=queue.roles)


def target_of(action: Action, facts: CaseFacts, queue: QueueThen) -> Target:
    """What is asked for now: the longer a case has waited, the more steps of its rule have given way."""
    asked = _of_this_case(action.require, facts)
    require, relaxed = dict(asked), []
    language = facts.language if action.language == CUSTOMERS_LANGUAGE else action.language
    for step in action.relax:
        if step.after > facts.waited_minutes:
            break
        if step.language is False:
            language = None
        elif not _lower(require, facts.family if step.skill == OWN_FAMILY else step.skill, step.level or 0):
            continue
        relaxed.append(step)
    return Target(
        queue=queue, asked=asked, require=require, prefer=_of_this_case(action.prefer, facts), language=language, relaxed=tuple(relaxed)
    )  # fmt: skip


def _lower(require: dict[str, int], skill: str | None, level: int) -> bool:
    """Whether less is asked for than before."""
    if skill is None or require.get(skill, 0) <= level:
        return False
    require[skill] = level
    if not level:
        del require[skill]
    return True


def _of_this_case(levels: Mapping[str, int], facts: CaseFacts) -> dict[str, int]:
    """`family` is the case's own; where that is named too, the higher level counts. Unknown, it asks for nothing."""
    named: dict[str, int] = {}
    for skill, level in levels.items():
        key = facts.family if skill == OWN_FAMILY else skill
        if key is not None:
            named[key] = max(level, named.get(key, 0))
    return named


def _family_queue(facts: CaseFacts, catalogue: Catalogue) -> str:
    family = catalogue.families.get(facts.family or "")
    return family.queue if family else UNCLEAR_QUEUE
