"""The JSON API of a case's time and of what was promised on it."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel

from ...clocks.models import Clock
from ...people.access import Me
from ...platform.web import Db, Ref
from ..account import CaseAccount, case_account
from ..actions import withdraw_promise
from ..forms import Withdrawal
from ..promises import zone_of
from ..queries import case_for
from ..queries.time import promise_for, promises_of, time_rows


class StretchOut(BaseModel):
    start: datetime
    end: datetime
    what: str
    moved: str
    who: str


class PauseOut(BaseModel):
    kind: str
    start: datetime
    end: datetime
    minutes: int
    says: str


class CaseTimeOut(BaseModel):
    """`seconds` by party add up to the life of the case until now or its closing."""

    start: datetime
    end: datetime
    seconds: dict[str, float]
    turns: list[StretchOut]
    pauses: list[PauseOut]

    @classmethod
    def of(cls, account: CaseAccount) -> "CaseTimeOut":
        return cls(
            start=account.start, end=account.end, seconds={one.party: one.span.total_seconds() for one in account.shares},
            turns=[StretchOut(start=r.start, end=r.end, what=r.what, moved=r.moved, who=r.who) for r in account.turns.rows],
            pauses=[PauseOut(kind=f.kind, start=f.pause.start, end=f.pause.end, minutes=f.minutes, says=f.says) for f in account.findings],
        )  # fmt: skip


class PromiseOut(BaseModel):
    """`state` is open, kept, late (kept too late), broken (ended unkept) or withdrawn."""

    id: int
    state: str
    until: datetime | None
    since: datetime

    @classmethod
    def of(cls, clock: Clock) -> "PromiseOut":
        return cls(id=clock.id, state=promise_state(clock), until=clock.due_at, since=clock.started_at)


def promise_state(clock: Clock) -> str:
    if clock.is_open:
        return "open"
    if clock.state == "satisfied":
        return "late" if clock.breached_at else "kept"
    return "broken" if clock.breached_at else "withdrawn"


@get("/api/cases/{ref:str}/time")
async def read_time(db: Db, person: Me, ref: Ref) -> CaseTimeOut:
    case = await case_for(db, person, ref)
    return CaseTimeOut.of(case_account(case, await time_rows(db, case), zone_of(person)))


@get("/api/cases/{ref:str}/promises")
async def read_promises(db: Db, person: Me, ref: Ref) -> list[PromiseOut]:
    return [PromiseOut.of(clock) for clock in await promises_of(db, await case_for(db, person, ref))]


@post("/api/cases/{ref:str}/promises/{promise:int}/withdrawal", status_code=200)
async def api_withdraw(db: Db, person: Me, ref: Ref, promise: FromPath[int], data: JSONBody[Withdrawal]) -> PromiseOut:
    case = await case_for(db, person, ref, lock=True)
    clock = await promise_for(db, case, promise)
    await withdraw_promise(db, case, clock, data.reason, by=person)
    return PromiseOut.of(clock)


HANDLERS = [read_time, read_promises, api_withdraw]
