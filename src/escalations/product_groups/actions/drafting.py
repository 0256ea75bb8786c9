"""An escalation that is still being written is kept on the server, so that no other browser and no crash loses it."""

from typing import Any

from ...cases.models import Case
from ...people.models import Person
from ...people.roles import allow
from ...platform.db import Session, nothing_to_record
from ...platform.errors import Refused
from ...platform.events import record
from ...platform.time import now
from ..events import EscalationDraftDiscarded, EscalationDrafted
from ..models import EscalationDraft
from ..queries import draft_of, open_escalation

LARGEST = 200_000


async def save_draft(
    db: Session, case: Case, product_group: str, typed: dict[str, Any], *, by: Person
) -> EscalationDraft | None:
    """Each their own: nobody writes over another's. That it was begun is told; how it grew is not. None where the group has the case
    already: what the form still saves after it was sent is no draft."""
    allow(by, "work_cases")
    if await open_escalation(db, case, product_group) is not None:
        return None
    if sum(len(str(value)) for value in typed.values()) > LARGEST:
        raise Refused("That is too much for a draft. Attach what is long as a file.")
    draft = await draft_of(db, case, by)
    if draft is not None:
        nothing_to_record(db, "a draft that grows is nobody's fact yet")
        draft.product_group, draft.typed, draft.saved_at = product_group, typed, now()
        return draft
    draft = EscalationDraft(
        boundary=case.boundary, case_id=case.id, author_id=by.id, product_group=product_group, typed=typed, saved_at=now()
    )  # fmt: skip
    db.add(draft)
    await record(db, EscalationDrafted(product_group=product_group), on=case, by=by)
    await db.flush()
    return draft


async def discard_draft(db: Session, case: Case, *, by: Person) -> None:
    allow(by, "work_cases")
    draft = await draft_of(db, case, by)
    if draft is not None:
        await db.delete(draft)
        await record(db, EscalationDraftDiscarded(product_group=draft.product_group), on=case, by=by)


async def forget_draft(db: Session, case: Case, author: Person) -> None:
    """It has become an escalation."""
    draft = await draft_of(db, case, author)
    if draft is not None:
        await db.delete(draft)
