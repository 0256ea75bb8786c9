"""The JSON API of spikes: the same queries and verbs."""

from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import AwareDatetime, BaseModel

from ...people.access import Me
from ...platform.db import Session
from ...platform.web import Db, Ref
from ..actions import promote_alarm, reject_alarm
from ..forms import Promotion, Rejection
from ..models import SpikeAlarm
from ..queries import alarm_for, closed_alarms, members, open_alarms


class PromotionBody(Promotion):
    started_at: AwareDatetime


class SpikeOut(BaseModel):
    """`chance` is how often so many would come by themselves; `place` is empty where all regions are meant."""

    ref: str
    boundary: str
    family: str
    place: str
    level: str
    state: str
    opened_at: datetime
    alarm_at: datetime | None
    minutes: int
    customers: int
    expected: float
    chance: float
    rules: str
    closed_at: datetime | None
    kind: str
    reason: str
    incident_ref: str | None

    @classmethod
    def of(cls, alarm: SpikeAlarm) -> "SpikeOut":
        told: dict[str, Any] = {name: getattr(alarm, name) for name in cls.model_fields if name != "incident_ref"}
        return cls(**told, incident_ref=alarm.incident_ref if alarm.incident_id else None)


class SpikeInFull(BaseModel):
    spike: SpikeOut
    cases: list[str]
    evidence: dict[str, Any]


@get("/api/spikes")
async def list_spikes(db: Db, person: Me, closed: FromQuery[bool] = False) -> list[SpikeOut]:
    return [SpikeOut.of(alarm) for alarm in await (closed_alarms(db) if closed else open_alarms(db))]


@get("/api/spikes/{ref:str}")
async def read_spike(db: Db, person: Me, ref: Ref) -> SpikeInFull:
    return await _in_full(db, await alarm_for(db, person, ref))


@post("/api/spikes/{ref:str}/promotion")
async def post_promotion(db: Db, person: Me, ref: Ref, data: JSONBody[PromotionBody]) -> SpikeInFull:
    alarm = await alarm_for(db, person, ref, lock=True)
    await promote_alarm(db, alarm, data.account("UTC"), data.case_ids, by=person)
    return await _in_full(db, alarm)


@post("/api/spikes/{ref:str}/rejection")
async def post_rejection(db: Db, person: Me, ref: Ref, data: JSONBody[Rejection]) -> SpikeInFull:
    alarm = await alarm_for(db, person, ref, lock=True)
    await reject_alarm(db, alarm, data.kind, data.reason, by=person)
    return await _in_full(db, alarm)


async def _in_full(db: Session, alarm: SpikeAlarm) -> SpikeInFull:
    await db.flush()
    cases = [line.ref for line in await members(db, alarm)]
    return SpikeInFull(spike=SpikeOut.of(alarm), cases=cases, evidence=alarm.evidence)


HANDLERS = [list_spikes, read_spike, post_promotion, post_rejection]
