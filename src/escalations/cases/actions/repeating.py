"""What a program says again because no answer came."""

from ...platform.db import Session
from ...platform.errors import Refused
from ..models import Case, CaseEntry
from ..queries.about import entry_with_key


async def said_before(db: Session, case: Case, key: str | None, kind: str, body: str) -> CaseEntry | None:
    """What was said under this key. The case is locked: of several at once, one says it and the others find it."""
    entry = await entry_with_key(db, case, key) if key else None
    if entry is not None and (entry.kind, entry.body) != (kind, body):
        raise Refused(f"Something else was said on {case.ref} under the key {key}. Give each message a key of its own.")
    return entry
