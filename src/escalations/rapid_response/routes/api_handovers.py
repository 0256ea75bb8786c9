"""Hand-over packs and silent customers over the JSON API."""

from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel

from ...customers.queries import customer_for
from ...incidents.queries import incident_for
from ...people.access import Me
from ...people.queries import person_for
from ...platform.db import Session
from ...platform.web import Db, Ref
from ..actions import acknowledge_line, note_contact, write_handover
from ..forms import NoteContact, WriteHandover
from ..models import Handover
from ..queries.handovers import handover_for, line_of, lines_of
from ..queries.silence import silent_in


class LineOut(BaseModel):
    id: int
    case_ref: str
    severity: str
    next_action: str
    hypothesis: str
    told: dict[str, Any]
    acknowledged_at: datetime | None
    acknowledged_by: int | None


class HandoverOut(BaseModel):
    ref: str
    giver_id: int
    receiver_id: int
    since: datetime
    written_at: datetime
    note: str
    lines: list[LineOut]

    @classmethod
    async def of(cls, db: Session, handover: Handover) -> "HandoverOut":
        shared = ("ref", "giver_id", "receiver_id", "since", "written_at", "note")
        lines = [
            LineOut(**{name: getattr(line, name) for name in LineOut.model_fields})
            for line, _ in await lines_of(db, handover)
        ]
        return cls(**{name: getattr(handover, name) for name in shared}, lines=lines)


class SilentOut(BaseModel):
    customer_ref: str
    customer: str
    why: list[str]
    outcome: str | None


@get("/api/rapid-response/hand-overs/{ref:str}")
async def read_handover(db: Db, person: Me, ref: Ref) -> HandoverOut:
    return await HandoverOut.of(db, await handover_for(db, person, ref))


@post("/api/rapid-response/hand-overs")
async def api_write_handover(db: Db, person: Me, data: JSONBody[WriteHandover]) -> HandoverOut:
    receiver = await person_for(db, data.receiver)
    return await HandoverOut.of(
        db, await write_handover(db, person, receiver, data.boundary, data.said, data.note, by=person)
    )


@post("/api/rapid-response/hand-overs/{ref:str}/lines/{line_id:int}/acknowledgement")
async def api_acknowledge(db: Db, person: Me, ref: Ref, line_id: FromPath[int]) -> HandoverOut:
    handover = await handover_for(db, person, ref)
    line, case = await line_of(db, handover, line_id)
    await acknowledge_line(db, handover, line, case, by=person)
    return await HandoverOut.of(db, handover)


@get("/api/incidents/{ref:str}/silent")
async def read_silent(db: Db, person: Me, ref: Ref) -> list[SilentOut]:
    return await _silent(db, person, ref)


@post("/api/incidents/{ref:str}/silent/contacts")
async def api_note_contact(db: Db, person: Me, ref: Ref, data: JSONBody[NoteContact]) -> list[SilentOut]:
    incident = await incident_for(db, person, ref)
    customer = await customer_for(db, person, data.customer)
    await note_contact(
        db, incident, customer, how=data.how, whom=data.whom, outcome=data.outcome, note=data.note, by=person
    )
    return await _silent(db, person, ref)


async def _silent(db: Session, person: Me, ref: str) -> list[SilentOut]:
    found = await silent_in(db, [await incident_for(db, person, ref)])
    return [
        SilentOut(customer_ref=one.ref, customer=one.customer, why=list(one.why), outcome=one.last.outcome if one.last else None)
        for one in found
    ]  # fmt: skip


HANDLERS = [read_handover, api_write_handover, api_acknowledge, read_silent, api_note_contact]
