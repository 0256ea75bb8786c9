"""Swaps and absences for programs."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromPath, JSONBody
from pydantic import AwareDatetime, BaseModel, Field

from ...people.access import Me
from ...people.queries import person_for
from ...platform.errors import Refused
from ...platform.time import now
from ...platform.web import Db, Ref
from ..actions import accept_swap, add_absence, ask_swap, cancel_absence, decline_swap, withdraw_swap
from ..models import Absence, Swap
from ..queries import absence_for, absences_of, rotation_for, shift_for, swap_for
from ..spans import Span


class AbsenceIn(BaseModel):
    start: AwareDatetime
    end: AwareDatetime
    kind: str = "holiday"

    @property
    def span(self) -> Span:
        if self.end <= self.start:
            raise Refused("The end must come after the start.")
        return Span(self.start, self.end)


class AbsenceRead(BaseModel):
    """`kind` is empty for whoever need not know it."""

    id: int
    start: datetime
    end: datetime
    kind: str

    @classmethod
    def of(cls, one: Absence, *, may_know_why: bool) -> "AbsenceRead":
        return cls(id=one.id, start=one.span.start, end=one.span.end, kind=one.kind if may_know_why else "")


class SwapIn(BaseModel):
    """`shift` is the asker's, `in_return` one of the person's, by their ids."""

    shift: int
    person: str
    in_return: int | None = None
    note: str = Field("", max_length=200)


class SwapRead(BaseModel):
    id: int
    asker: str
    asked: str
    state: str

    @classmethod
    def of(cls, swap: Swap) -> "SwapRead":
        return cls(id=swap.id, asker=f"P-{swap.asker_id}", asked=f"P-{swap.asked_id}", state=swap.state)


@get("/api/people/{ref:str}/absences")
async def list_absences(db: Db, person: Me, ref: Ref) -> list[AbsenceRead]:
    """Those that are not over, in order."""
    shown = await person_for(db, ref)
    why = shown.id == person.id or person.may("manage_roster")
    return [AbsenceRead.of(one, may_know_why=why) for one in await absences_of(db, shown, now())]


@post("/api/people/{ref:str}/absences")
async def post_absence(db: Db, person: Me, ref: Ref, data: JSONBody[AbsenceIn]) -> AbsenceRead:
    absence = await add_absence(db, await person_for(db, ref), data.span, data.kind, by=person)
    return AbsenceRead.of(absence, may_know_why=True)


@post("/api/people/{ref:str}/absences/{absence_id:int}/cancellation", status_code=204)
async def post_absence_cancellation(db: Db, person: Me, ref: Ref, absence_id: FromPath[int]) -> None:
    shown = await person_for(db, ref)
    await cancel_absence(db, shown, await absence_for(db, shown, absence_id), by=person)


@post("/api/on-call/{ref:str}/swaps")
async def post_swap(db: Db, person: Me, ref: Ref, data: JSONBody[SwapIn]) -> SwapRead:
    rotation, other = await rotation_for(db, ref), await person_for(db, data.person)
    takes = await shift_for(db, rotation, data.in_return) if data.in_return else None
    gives = await shift_for(db, rotation, data.shift)
    return SwapRead.of(await ask_swap(db, rotation, gives, other, takes, data.note, by=person))


@post("/api/on-call/{ref:str}/swaps/{swap_id:int}/{answer:str}")
async def post_swap_answer(db: Db, person: Me, ref: Ref, swap_id: FromPath[int], answer: Ref) -> SwapRead:
    """`acceptance`, `refusal` or `withdrawal`."""
    rotation = await rotation_for(db, ref)
    swap = await swap_for(db, rotation, swap_id)
    verbs = {"acceptance": accept_swap, "refusal": decline_swap, "withdrawal": withdraw_swap}
    if answer not in verbs:
        raise Refused("A swap is answered by acceptance, refusal or withdrawal.")
    await verbs[answer](db, rotation, swap, by=person)
    return SwapRead.of(swap)


HANDLERS = [list_absences, post_absence, post_absence_cancellation, post_swap, post_swap_answer]
