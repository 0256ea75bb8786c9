"""Using a macro on a case: first what it would come to, then the same for good. Nothing is sent by it."""

from dataclasses import dataclass

from sqlmodel import col, update

from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused, expect_version
from ....platform.events import record
from ....platform.time import now
from ...actions import change_severity, save_draft, wait_for
from ...models import Case, CaseDraft
from ...queries import wait_of
from ..events import MacroApplied
from ..filling import fill
from ..models import Macro
from ..previewing import Change, Preview, changes_of, joined, lines_between, wait_until
from ..queries import values_for


@dataclass(frozen=True)
class Applied:
    """The text as it stands in the composer now, and the draft that keeps it."""

    text: str
    draft: CaseDraft | None
    changes: tuple[Change, ...]


async def preview_macro(db: Session, case: Case, macro: Macro, typed: str, *, by: Person) -> Preview:
    """Writes nothing."""
    allow(by, "work_cases")
    _refuse_unusable(case, macro)
    filled = fill(macro.body, await values_for(db, case, by))
    text = joined(typed, filled.text)
    wait = await wait_of(db, case)
    changes = changes_of(case, macro, wait.on_whom if wait else None, now())
    return Preview(text, lines_between(typed, text), changes, filled.missing)


async def apply_macro(
    db: Session, case: Case, macro: Macro, typed: str, *, version: int, draft: int, seen: int | None, by: Person
) -> Applied:
    """`version` is of the macro that was previewed, `draft` of the draft that the writer had before them. What was applied already
    is not done again. Raises Stale where the macro was changed since, DraftedElsewhere where another window saved the draft."""
    expect_version(macro, version)
    preview = await preview_macro(db, case, macro, typed, by=by)
    draft = await _version_before(db, case, macro, typed, draft, seen, by)
    kept = await save_draft(db, case, macro.kind, preview.text, version=draft, seen=seen, by=by)
    if preview.text == typed and not preview.changes:
        return Applied(typed, kept, ())
    if macro.claims and macro.claims != case.claimed:
        await change_severity(db, case, "claimed", macro.claims, macro.claim_reason, by=by)
    if macro.wait_on and any(change.what == "Turn" for change in preview.changes):
        await wait_for(db, case, macro.wait_on, macro.wait_question, wait_until(macro, now()), by=by)
    counted = update(Macro).where(col(Macro.id) == macro.id).values(used=Macro.used + 1, used_at=now())
    await db.execute(counted.execution_options(synchronize_session=False))
    await record(db, MacroApplied(macro_id=macro.id, name=macro.name if macro.is_shared else ""), on=case, by=by)
    return Applied(preview.text, kept, preview.changes)


async def _version_before(
    db: Session, case: Case, macro: Macro, typed: str, version: int, seen: int | None, by: Person
) -> int:
    """What the writer has before them is kept first: the same text may be on its way from this very window, and that is no other's."""
    kept = await save_draft(db, case, macro.kind, typed, version=version, seen=seen, by=by)
    if kept is not None:
        return kept.version
    return version if typed.strip() else 0


def _refuse_unusable(case: Case, macro: Macro) -> None:
    if macro.retired_at is not None:
        raise Refused("This macro is retired. Choose another one.")
    if macro.boundary not in ("everywhere", case.boundary):
        raise Refused(f"This macro is for cases of {macro.boundary}.")
    if not case.is_open:
        raise Refused(f"{case.ref} is closed. Reopen it to use a macro.")
