"""What a program says again because no answer came."""

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import Refused
from ..models import UPDATE_KEYS, Case, CaseEntry
from ..queries.about import entry_with_key
from .answering import allow_saying


async def said_before(
    db: Session, case: Case, key: str | None, kind: str, body: str, *, by: Person
) -> CaseEntry | None:
    """What was said under this key. The case is locked: of several at once, one says it and the others find it."""
    allow_saying(by, kind)
    if key and key.startswith(UPDATE_KEYS):
        raise Refused(f"Keys that begin with {UPDATE_KEYS} are those of incidents. Give the message a key of its own.")
    entry = await entry_with_key(db, case, key) if key else None
    if entry is not None and (entry.kind, entry.body) != (kind, body):
        raise Refused(f"Something else was said on {case.ref} under the key {key}. Give each message a key of its own.")
    return entry
