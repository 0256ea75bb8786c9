"""The reply gate for programs: a check, drafts, and the verdicts on what was sent."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from litestar import delete, get, post, put
from litestar.params import JSONBody
from pydantic import BaseModel

from ...people.access import Me
from ...platform.errors import NotFound
from ...platform.web import Db, Ref
from ..actions import drop_draft, save_draft
from ..actions.gating import findings_of
from ..forms import Draft, Drafted
from ..gate import Finding
from ..models import CaseDraft, GateVerdict
from ..queries import case_for
from ..queries.drafts import draft_of
from ..queries.gating import verdicts_of


def _known(kind: str) -> str:
    if kind not in ("reply", "note"):
        raise NotFound("There are drafts of a reply and of a note.")
    return kind


class FindingOut(BaseModel):
    """`start` and `end` count characters of the text; both are -1 where it is not about a place. Secrets are masked."""

    rule: str
    level: str
    says: str
    fix: str
    quote: str
    start: int
    end: int
    file: str
    remedies: list[dict[str, Any]]

    @classmethod
    def of(cls, one: Finding) -> "FindingOut":
        told = {name: getattr(one, name) for name in cls.model_fields if name != "remedies"}
        return cls(**told, remedies=[asdict(remedy) for remedy in one.remedies])


class DraftOut(BaseModel):
    text: str
    version: int
    last_seen: int
    at: datetime

    @classmethod
    def of(cls, draft: CaseDraft) -> "DraftOut":
        return cls(text=draft.body, version=draft.version, last_seen=draft.seen, at=draft.at)


class VerdictOut(BaseModel):
    entry_id: int
    at: datetime
    author_name: str
    recipient: str
    text_hash: str
    rules: str
    warnings: int
    findings: list[dict[str, Any]]
    reason: str

    @classmethod
    def of(cls, one: GateVerdict) -> "VerdictOut":
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


@post("/api/cases/{ref:str}/replies/check", status_code=200)
async def api_check_reply(db: Db, person: Me, ref: Ref, data: JSONBody[Drafted]) -> list[FindingOut]:
    """What sending it now would come to. Nothing is sent or kept."""
    case = await case_for(db, person, ref)
    return [FindingOut.of(one) for one in await findings_of(db, case, data.text, data.last_seen, by=person)]


@get("/api/cases/{ref:str}/verdicts")
async def api_verdicts(db: Db, person: Me, ref: Ref) -> list[VerdictOut]:
    return [VerdictOut.of(one) for one in await verdicts_of(db, await case_for(db, person, ref))]


@get("/api/cases/{ref:str}/drafts/{kind:str}")
async def api_read_draft(db: Db, person: Me, ref: Ref, kind: Ref) -> DraftOut:
    draft = await draft_of(db, await case_for(db, person, ref), _known(kind))
    if draft is None:
        raise NotFound("You have no such draft on this case.")
    return DraftOut.of(draft)


@put("/api/cases/{ref:str}/drafts/{kind:str}")
async def api_save_draft(db: Db, person: Me, ref: Ref, kind: Ref, data: JSONBody[Draft]) -> DraftOut | None:
    """409 when another window or program of the same person saved it meanwhile. An empty text discards it."""
    case = await case_for(db, person, ref)
    draft = await save_draft(db, case, _known(kind), data.text, version=data.version, seen=data.last_seen, by=person)
    return DraftOut.of(draft) if draft else None


@delete("/api/cases/{ref:str}/drafts/{kind:str}")
async def api_drop_draft(db: Db, person: Me, ref: Ref, kind: Ref) -> None:
    await drop_draft(db, await case_for(db, person, ref), _known(kind), by=person)


HANDLERS = [api_check_reply, api_verdicts, api_read_draft, api_save_draft, api_drop_draft]
