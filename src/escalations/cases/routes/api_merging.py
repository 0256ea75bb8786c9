"""The JSON API of merging and splitting: the same verbs."""

from datetime import datetime

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel, Field

from ...people.access import Me
from ...platform.web import Db, Ref
from ..actions import SplitOff, merge_cases, split_case, take_back_split, unmerge_case
from ..forms.merging import Reason, Splitting, refs_in
from ..queries import case_for
from ..queries.merged import absorbed_in
from .api import CaseOut, case_out
from .merging import locked, with_survivor
from .splitting import both_of_split


class MergingIn(BaseModel):
    """`others` are the numbers of the cases that become part of this one."""

    others: list[str] = Field(min_length=1, max_length=10)
    reason: Reason
    tell_owners: bool = False


class AbsorbedOut(BaseModel):
    ref: str
    title: str
    into: str
    by: str
    at: datetime
    reason: str


@get("/api/cases/{ref:str}/merged")
async def read_merged(db: Db, person: Me, ref: Ref) -> list[AbsorbedOut]:
    """The cases that are seen as part of it."""
    found = await absorbed_in(db, await case_for(db, person, ref))
    return [
        AbsorbedOut(ref=one.ref, title=one.title, into=f"C-{one.into}", by=one.by, at=one.at, reason=one.reason)
        for one in found
    ]


@post("/api/cases/{ref:str}/merging", status_code=200)
async def api_merge(db: Db, person: Me, ref: Ref, data: JSONBody[MergingIn]) -> CaseOut:
    case, others = await locked(db, person, ref, refs_in(" ".join(data.others)))
    await merge_cases(db, case, others, data.reason, by=person, tell_owners=data.tell_owners)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/unmerging", status_code=200)
async def api_unmerge(db: Db, person: Me, ref: Ref) -> CaseOut:
    case = await with_survivor(db, ref)
    await unmerge_case(db, case, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/splits", status_code=200)
async def api_split(db: Db, person: Me, ref: Ref, data: JSONBody[Splitting]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    wanted = SplitOff(frozenset(data.entry), data.title, data.reason, data.contact_id, data.keep_owner)
    return await case_out(db, await split_case(db, case, wanted, by=person))


@post("/api/cases/{ref:str}/unsplitting", status_code=200)
async def api_unsplit(db: Db, person: Me, ref: Ref) -> CaseOut:
    new, case = await both_of_split(db, person, ref)
    await take_back_split(db, new, case, by=person)
    return await case_out(db, case)


HANDLERS = [read_merged, api_merge, api_unmerge, api_split, api_unsplit]
