"""Adding, changing and retiring macros."""

from dataclasses import asdict, dataclass

from ....catalog.loading import catalogue
from ....people.models import Person
from ....people.roles import allow
from ....platform.db import Session
from ....platform.errors import Refused, expect_version
from ....platform.events import record
from ....platform.time import now
from ...actions.gating import our_hosts
from ..events import MacroAdded, MacroChanged, MacroRetired
from ..linting import lint
from ..models import Macro
from ..queries import is_taken

SAID = {
    "name": "its name", "kind": "where it goes", "body": "its text", "wait_on": "the wait", "wait_hours": "the wait", "wait_question": "the wait",
    "claims": "the severity", "claim_reason": "the severity",
}  # fmt: skip


class Unfit(Refused):
    """The lint found something. `findings` are sentences."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__(" ".join(findings))
        self.findings = findings


@dataclass(frozen=True)
class MacroText:
    """What is written of a macro. A wait has its hours and a question; a severity its reason."""

    name: str
    kind: str
    body: str
    wait_on: str | None = None
    wait_hours: int | None = None
    wait_question: str = ""
    claims: str | None = None
    claim_reason: str = ""


async def add_macro(db: Session, text: MacroText, *, private: bool, by: Person, boundary: str = "everywhere") -> Macro:
    allow(by, "work_cases")
    _refuse_unfit(text)
    owner_id = by.id if private else None
    await _refuse_taken(db, text.name, owner_id, boundary)
    macro = Macro(**asdict(text), boundary=boundary, owner_id=owner_id, changed_at=now(), changed_by=by.name)
    db.add(macro)
    await db.flush()
    await record(db, MacroAdded(name=_told(macro)), on=macro, by=by)
    return macro


async def revise_macro(db: Session, macro: Macro, text: MacroText, *, version: int, by: Person) -> None:
    """Saving what stands there already changes nothing. Raises Stale where somebody saved it meanwhile."""
    allow(by, "work_cases")
    changed = {name: value for name, value in asdict(text).items() if getattr(macro, name) != value}
    if not changed:
        return
    expect_version(macro, version)
    _refuse_retired(macro)
    _refuse_unfit(text)
    await _refuse_taken(db, text.name, macro.owner_id, macro.boundary, macro.id)
    for name, value in changed.items():
        setattr(macro, name, value)
    macro.changed_at, macro.changed_by = now(), by.name
    what = list(dict.fromkeys(SAID[name] for name in changed)) if macro.is_shared else []
    await record(db, MacroChanged(name=_told(macro), what=what or ["it"]), on=macro, by=by)
    await db.flush()


async def retire_macro(db: Session, macro: Macro, *, by: Person) -> None:
    """It is offered no more. Retiring a retired one changes nothing."""
    allow(by, "work_cases")
    if macro.retired_at is None:
        macro.retired_at = now()
        await record(db, MacroRetired(name=_told(macro)), on=macro, by=by)


def _told(macro: Macro) -> str:
    return macro.name if macro.is_shared else ""


def _refuse_retired(macro: Macro) -> None:
    if macro.retired_at is not None:
        raise Refused("This macro is retired. Add a new one instead.")


def _refuse_unfit(text: MacroText) -> None:
    groups = frozenset(group.name for group in catalogue().product_groups.values())
    if found := lint(text.kind, text.body, groups, our_hosts()):
        raise Unfit(found)


async def _refuse_taken(db: Session, name: str, owner_id: int | None, boundary: str, but: int = 0) -> None:
    """The index holds it too, for two who save at the same moment."""
    if await is_taken(db, name, owner_id, boundary, but):
        raise Refused(f"There is a macro named “{name}” already. Choose another name, or change that one.")
