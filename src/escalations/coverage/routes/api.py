"""Being on call for programs."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from pydantic import AwareDatetime, BaseModel, Field

from ...people.access import Me
from ...people.queries import open_boundaries, person_for
from ...people.roles import allow
from ...platform.errors import Refused
from ...platform.time import now
from ...platform.web import Db, Ref
from ..actions import override_shift
from ..presenting import AHEAD
from ..queries import OnCall, coverage, rotation_for, rotations, shifts_between
from ..remedies import remedy
from ..spans import Span

MOST = 366


class ShiftRead(BaseModel):
    id: int
    person: str
    name: str
    start: datetime
    end: datetime
    origin: str

    @classmethod
    def of(cls, one: OnCall) -> "ShiftRead":
        return cls(
            id=one.id,
            person=f"P-{one.person_id}",
            name=one.name,
            start=one.span.start,
            end=one.span.end,
            origin=one.origin,
        )


class RotationRead(BaseModel):
    ref: str
    key: str
    name: str
    boundary: str
    time_zone: str
    now: ShiftRead | None
    next: ShiftRead | None


class GapRead(BaseModel):
    requirement: str
    name: str
    boundary: str
    start: datetime
    end: datetime
    missing: int
    could_take: list[str]


class StretchIn(BaseModel):
    start: AwareDatetime
    end: AwareDatetime

    @property
    def span(self) -> Span:
        if self.end <= self.start:
            raise Refused("The end must come after the start.")
        return Span(self.start, self.end)


class OverrideIn(StretchIn):
    person: str
    reason: str = Field("", max_length=200)


@get("/api/on-call")
async def list_on_call(db: Db, person: Me) -> list[RotationRead]:
    """Of each rotation who is on call now, and who is next."""
    at, found = now(), await rotations(db)
    shifts = await shifts_between(db, Span(at, at + AHEAD), rotations=[one.id for one in found])
    return [
        RotationRead(
            ref=one.ref, key=one.key, name=one.name, boundary=one.boundary, time_zone=one.time_zone,
            now=next((ShiftRead.of(s) for s in shifts if s.rotation_id == one.id and s.span.holds(at)), None),
            next=next((ShiftRead.of(s) for s in shifts if s.rotation_id == one.id and s.span.start > at), None),
        )
        for one in found
    ]  # fmt: skip


@get("/api/on-call/{ref:str}/shifts")
async def list_shifts(db: Db, person: Me, ref: Ref, days: FromQuery[int] = 28) -> list[ShiftRead]:
    rotation, at = await rotation_for(db, ref), now()
    ahead = Span(at, at + AHEAD / 28 * max(1, min(days, MOST)))
    return [ShiftRead.of(one) for one in await shifts_between(db, ahead, rotations=[rotation.id])]


@post("/api/on-call/{ref:str}/overrides")
async def post_override(db: Db, person: Me, ref: Ref, data: JSONBody[OverrideIn]) -> list[ShiftRead]:
    """The rotation's shifts of that stretch, as they are now."""
    rotation = await rotation_for(db, ref)
    allow(person, "manage_roster")
    await override_shift(db, rotation, await person_for(db, data.person), data.span, data.reason, by=person)
    return [ShiftRead.of(one) for one in await shifts_between(db, data.span, rotations=[rotation.id])]


@get("/api/coverage/gaps")
async def list_gaps(db: Db, person: Me, days: FromQuery[int] = 28) -> list[GapRead]:
    """Of the boundaries the asking person may see."""
    found = await coverage(db, await open_boundaries(db, person), now(), max(1, min(days, 56)))
    return [
        GapRead(
            requirement=gap.need.key, name=gap.need.name, boundary=gap.need.boundary, start=gap.span.start, end=gap.span.end,
            missing=gap.missing, could_take=[f"P-{one.person_id}" for one in remedy(gap, found.stints, found.people).takers],
        )
        for gap in found.gaps()
    ]  # fmt: skip


HANDLERS = [list_on_call, list_shifts, post_override, list_gaps]
