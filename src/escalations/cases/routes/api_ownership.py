"""The JSON API of transfers and swarms: the same verbs."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from ...people.access import Me
from ...platform.db import Session
from ...platform.web import Db, Ref
from ..actions import answer_swarm, end_swarm, start_swarm, transfer_case
from ..forms import Swarm, SwarmAnswer, SwarmOutcome, Transfer
from ..models import Case
from ..queries import case_for
from ..queries.swarms import SwarmView, swarm_view
from .api import CaseOut


class SeatOut(BaseModel):
    """Without a queue they lead. The answer is empty until they say."""

    person: str
    name: str
    queue: str
    answer: str


class SwarmOut(BaseModel):
    queues: list[str]
    why: str
    seats: list[SeatOut]
    missing: list[str]

    @classmethod
    def of(cls, view: SwarmView) -> "SwarmOut":
        seats = [
            SeatOut(person=f"P-{one.person_id}", name=one.name, queue=one.queue, answer=one.answer)
            for one in view.seats
        ]
        return cls(queues=list(view.queues), why=view.why, seats=seats, missing=list(view.missing))


class OwnershipOut(CaseOut):
    transfers: int
    swarm: SwarmOut | None = None


@get("/api/cases/{ref:str}/swarm")
async def read_swarm(db: Db, person: Me, ref: Ref) -> OwnershipOut:
    return await _told(db, await case_for(db, person, ref))


@post("/api/cases/{ref:str}/transfers", status_code=200)
async def api_transfer(db: Db, person: Me, ref: Ref, data: JSONBody[Transfer]) -> OwnershipOut:
    case = await case_for(db, person, ref, lock=True)
    await transfer_case(db, case, data.to_queue, data.told_by, data.words, by=person)
    return await _told(db, case)


@post("/api/cases/{ref:str}/swarm", status_code=200)
async def api_start_swarm(db: Db, person: Me, ref: Ref, data: JSONBody[Swarm]) -> OwnershipOut:
    case = await case_for(db, person, ref, lock=True)
    await start_swarm(db, case, data.why, by=person)
    return await _told(db, case)


@post("/api/cases/{ref:str}/swarm/answers", status_code=200)
async def api_answer_swarm(db: Db, person: Me, ref: Ref, data: JSONBody[SwarmAnswer]) -> OwnershipOut:
    case = await case_for(db, person, ref, lock=True)
    await answer_swarm(db, case, data.answer, data.note, by=person)
    return await _told(db, case)


@post("/api/cases/{ref:str}/swarm/outcome", status_code=200)
async def api_end_swarm(db: Db, person: Me, ref: Ref, data: JSONBody[SwarmOutcome]) -> OwnershipOut:
    case = await case_for(db, person, ref, lock=True)
    await end_swarm(db, case, data.queue, data.outcome, by=person)
    return await _told(db, case)


async def _told(db: Session, case: Case) -> OwnershipOut:
    await db.flush()
    view = await swarm_view(db, case)
    told = CaseOut.of(case).model_dump()
    return OwnershipOut(**told, transfers=case.transfers, swarm=SwarmOut.of(view) if view else None)


HANDLERS = [read_swarm, api_transfer, api_start_swarm, api_answer_swarm, api_end_swarm]
