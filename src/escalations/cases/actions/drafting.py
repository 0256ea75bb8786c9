"""What somebody is writing, kept for them until they send or discard it."""

from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import insert

from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session, nothing_to_record
from ...platform.errors import Stale
from ...platform.events import Actor
from ...platform.time import now
from ..models import Case, CaseDraft
from ..queries.drafts import draft_of, was_sent

WHOSE = "a draft is its writer's alone until it is sent"


class DraftedElsewhere(Stale):
    """Another window of the same person saved, sent or discarded it meanwhile. `theirs` is what is kept now, None where nothing is."""

    def __init__(self, theirs: CaseDraft | None) -> None:
        said = "You write this in another window too." if theirs else "You sent or discarded this in another window."
        super().__init__(said)
        self.theirs = theirs


async def save_draft(
    db: Session, case: Case, kind: str, text: str, *, version: int, seen: int | None, by: Person
) -> CaseDraft | None:
    """`version` is of the draft that the writer had before them, 0 for none; `seen` the newest entry then. An empty text
    discards it; one that was sent since is none, however late it is saved. Raises DraftedElsewhere."""
    may_draft(kind, by)
    if text.strip() and await was_sent(db, case, kind, text, seen or 0, by):
        return None
    there = await draft_of(db, case, kind, lock=True)
    if there is not None and there.body == text:
        return there
    if (there.version if there else 0) != version:
        raise DraftedElsewhere(there)
    if not text.strip():
        await _drop(db, there)
        return None
    nothing_to_record(db, WHOSE)
    if there is None:
        return await _begin(db, case, kind, text, seen, by)
    there.body, there.at = text, now()
    await db.flush()
    return there


async def _begin(db: Session, case: Case, kind: str, text: str, seen: int | None, by: Person) -> CaseDraft:
    values = {"boundary": case.boundary, "case_id": case.id, "person_id": by.id, "kind": kind, "body": text, "seen": seen or 0, "at": now(), "version": 1}  # fmt: skip
    await db.exec(insert(CaseDraft).values(values).on_conflict_do_nothing())
    there = await draft_of(db, case, kind)
    if there is None or there.body != text:
        raise DraftedElsewhere(there)
    return there


async def catch_up(db: Session, case: Case, seen: int) -> None:
    """The writer has read what came after they began."""
    there = await draft_of(db, case, "reply", lock=True)
    if there is not None and there.seen < seen:
        nothing_to_record(db, WHOSE)
        there.seen = seen
        await db.flush()


async def take_draft(db: Session, held: Iterable[CaseDraft], kind: str, *, by: Actor) -> dict[str, CaseDraft]:
    """What they wrote is being sent. Goes with what is written next; the other drafts are told."""
    if not isinstance(by, Person):
        return {}
    drafts = {draft.kind: draft for draft in held}
    if (taken := drafts.pop(kind, None)) is not None:
        await db.delete(taken)
    return drafts


async def drop_draft(db: Session, case: Case, kind: str, *, by: Person) -> None:
    """Sent or discarded. There may be none."""
    may_draft(kind, by)
    await _drop(db, await draft_of(db, case, kind, lock=True))


async def _drop(db: Session, draft: CaseDraft | None) -> None:
    if draft is not None:
        nothing_to_record(db, WHOSE)
        await db.delete(draft)
        await db.flush()


def may_draft(kind: str, by: Person) -> None:
    if kind == "reply" or by.role != "product_group_engineer":
        allow(by, "work_cases")
