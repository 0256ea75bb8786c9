"""Macros for programs."""

from dataclasses import asdict
from datetime import datetime

from litestar import delete, get, post, put
from litestar.params import FromQuery, JSONBody
from pydantic import BaseModel

from ....people.access import Me
from ....platform.web import Db, Ref
from ...queries import case_for
from ..actions import add_macro, apply_macro, preview_macro, retire_macro, revise_macro
from ..forms import MacroRevision, NewMacro, Use
from ..models import Macro
from ..previewing import Preview
from ..queries import macro_for, macros_in_sight


class MacroOut(BaseModel):
    ref: str
    version: int
    name: str
    kind: str
    body: str
    private: bool
    wait_on: str | None
    wait_hours: int | None
    wait_question: str
    claims: str | None
    claim_reason: str
    changed_at: datetime
    changed_by: str
    retired_at: datetime | None
    used: int

    @classmethod
    def of(cls, one: Macro) -> "MacroOut":
        told = {name: getattr(one, name) for name in cls.model_fields if name != "private"}
        return cls(**told, private=not one.is_shared)


class LineOut(BaseModel):
    mark: str
    text: str


class ChangeOut(BaseModel):
    what: str
    was: str
    becomes: str


class PreviewOut(BaseModel):
    """`lines` begin with + where they are new; `missing` are the blanks that the case has no value for."""

    text: str
    lines: list[LineOut]
    changes: list[ChangeOut]
    missing: list[str]
    macro_version: int

    @classmethod
    def of(cls, one: Preview, macro: Macro) -> "PreviewOut":
        return cls(**asdict(one), macro_version=macro.version)


class AppliedOut(BaseModel):
    """The text as the composer holds it now. It is not sent."""

    text: str
    draft_version: int
    changes: list[ChangeOut]


@get("/api/macros")
async def api_macros(db: Db, person: Me, q: FromQuery[str] = "") -> list[MacroOut]:
    return [MacroOut.of(one) for one in await macros_in_sight(db, q)]


@post("/api/macros")
async def api_add_macro(db: Db, person: Me, data: JSONBody[NewMacro]) -> MacroOut:
    return MacroOut.of(await add_macro(db, data.text, private=data.private, by=person))


@get("/api/macros/{ref:str}")
async def api_macro(db: Db, person: Me, ref: Ref) -> MacroOut:
    return MacroOut.of(await macro_for(db, ref))


@put("/api/macros/{ref:str}")
async def api_revise_macro(db: Db, person: Me, ref: Ref, data: JSONBody[MacroRevision]) -> MacroOut:
    """409 when somebody saved it since `version`."""
    macro = await macro_for(db, ref, lock=True)
    await revise_macro(db, macro, data.text, version=data.version, by=person)
    return MacroOut.of(macro)


@delete("/api/macros/{ref:str}")
async def api_retire_macro(db: Db, person: Me, ref: Ref) -> None:
    await retire_macro(db, await macro_for(db, ref, lock=True), by=person)


@post("/api/cases/{ref:str}/macros/{macro:str}/preview", status_code=200)
async def api_preview(db: Db, person: Me, ref: Ref, macro: Ref, data: JSONBody[Use]) -> PreviewOut:
    """What applying it to `text` would come to. Nothing is written."""
    case, chosen = await case_for(db, person, ref), await macro_for(db, macro)
    return PreviewOut.of(await preview_macro(db, case, chosen, data.text, by=person), chosen)


@post("/api/cases/{ref:str}/macros/{macro:str}/application", status_code=200)
async def api_apply(db: Db, person: Me, ref: Ref, macro: Ref, data: JSONBody[Use]) -> AppliedOut:
    """409 when the macro was changed since `macro_version`, or another window saved the draft since `version`."""
    case, chosen = await case_for(db, person, ref, lock=True), await macro_for(db, macro, lock=True)
    done = await apply_macro(
        db, case, chosen, data.text, version=data.macro_version, draft=data.version, seen=data.last_seen, by=person
    )
    changes = [ChangeOut(**asdict(change)) for change in done.changes]
    return AppliedOut(text=done.text, draft_version=done.draft.version if done.draft else 0, changes=changes)


HANDLERS = [
    api_macros, api_add_macro, api_macro, api_revise_macro, api_retire_macro, api_preview, api_apply,
]  # fmt: skip
