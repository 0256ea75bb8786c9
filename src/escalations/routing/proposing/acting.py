"""What the draft does with a case: what the rule that decided did, in the other queue."""

from msgspec.structs import replace as with_changes

from ...catalog.models import Catalogue
from ..rules import OWN_FAMILY, Action


def sent_to(to_queue: str, action: Action, catalogue: Catalogue) -> Action:
    """Where the rule asked for the family of the case, which misled it, the draft asks for that of the queue."""
    families = catalogue.queue(to_queue).families
    family = families[0] if len(families) == 1 else None
    require, prefer = _skills(action.require, family), _skills(action.prefer, family)
    steps = [with_changes(step, skill=family) if step.skill == OWN_FAMILY else step for step in action.relax]
    relax = tuple(step for step in steps if step.skill in require or step.language is not None)
    if family in action.require and OWN_FAMILY in action.require:
        relax = ()
    return with_changes(action, queue=to_queue, require=require, prefer=prefer, relax=relax)


def _skills(levels: dict[str, int], family: str | None) -> dict[str, int]:
    named: dict[str, int] = {}
    for skill, level in levels.items():
        key = family if skill == OWN_FAMILY else skill
        if key is not None:
            named[key] = max(level, named.get(key, 0))
    return named
