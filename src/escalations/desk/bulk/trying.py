"""One verb on one of many cases: kept, refused, so already, or not begun because the case changed since it was looked at."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from ...cases.models import Case
from ...cases.queries import case_for
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotAllowed, NotFound, Refused, Stale
from ...platform.savepoints import part_of, refreshed
from .choosing import Chosen
from .verbs import Action

WORDS = (Refused, NotAllowed, NotFound, Stale)
CHANGED = "Somebody changed it since you looked."


@dataclass(frozen=True)
class Tried:
    """`why` says what changes, or why nothing does. `case` is as it stands afterwards."""

    ref: str
    outcome: str
    why: str
    case: Case | None = None
    before: dict[str, Any] = field(default_factory=dict)


async def try_on(
    db: Session, one: Chosen, action: Action, asked: BaseModel, by: Person, *, keep: bool, seen: bool = True
) -> Tried:
    """Without `keep` all of it is taken back: what is told is what would be. `seen` asks that the case be what was looked at."""
    try:
        case = await case_for(db, by, one.ref, lock=True)
    except NotFound as unseen:
        return Tried(one.ref, "refused", str(unseen))
    if case.id != one.case_id:
        return Tried(one.ref, "refused", f"It was merged into {case.ref}.", case)
    if seen and case.version != one.version:
        return Tried(one.ref, "stale", CHANGED, case)
    try:
        async with part_of(db, keep=keep):
            effect = await action.does(db, case, asked, by)
    except WORDS as refused:
        await refreshed(db, case, by)
        return Tried(one.ref, "refused", str(refused), case)
    if not keep:
        await refreshed(db, case, by)
    if effect is None:
        return Tried(one.ref, "same", "is so already", case)
    return Tried(one.ref, "done", effect.says, case, effect.before)
