"""Similar closed cases for programs: the same queries and verbs."""

from datetime import datetime
from typing import Any

from litestar import get, post
from pydantic import BaseModel, ConfigDict

from ....cases.models import Case
from ....cases.queries import case_for
from ....people.access import Me
from ....platform.db import Session
from ....platform.web import Db, Ref
from ..actions import accept_similar, reject_similar, take_back_similar
from ..finding import similar_cases
from ..queries import pair_for, rejected_for


class SimilarCaseRead(BaseModel):
    """`outcome` is how it was resolved, in one line; `method` is what speaks loudest for it."""

    model_config = ConfigDict(from_attributes=True)
    ref: str
    title: str
    closed_at: datetime
    resolution: str
    outcome: str
    evidence: list[str]
    method: str
    score: float


class SetAside(BaseModel):
    ref: str
    title: str
    at: datetime
    by: str | None


class SimilarCases(BaseModel):
    similar: list[SimilarCaseRead]
    set_aside: list[SetAside]


@get("/api/cases/{ref:str}/similar-cases")
async def read_similar_cases(db: Db, person: Me, ref: Ref) -> SimilarCases:
    return await _beside(db, await case_for(db, person, ref))


@post("/api/cases/{ref:str}/similar-cases/{other:str}/link")
async def post_link_to_similar(db: Db, person: Me, ref: Ref, other: Ref) -> SimilarCases:
    case, like = await pair_for(db, person, ref, other)
    await accept_similar(db, case, like, by=person)
    return await _beside(db, case)


@post("/api/cases/{ref:str}/similar-cases/{other:str}/rejection")
async def post_rejection_of_similar(db: Db, person: Me, ref: Ref, other: Ref) -> SimilarCases:
    case, unlike = await pair_for(db, person, ref, other)
    await reject_similar(db, case, unlike, by=person)
    return await _beside(db, case)


@post("/api/cases/{ref:str}/similar-cases/{other:str}/withdrawal", status_code=200)
async def post_withdrawal_of_similar(db: Db, person: Me, ref: Ref, other: Ref) -> SimilarCases:
    case, like = await pair_for(db, person, ref, other)
    await take_back_similar(db, case, like, by=person)
    return await _beside(db, case)


async def _beside(db: Session, case: Case) -> SimilarCases:
    await db.flush()
    aside = [
        SetAside(ref=f"C-{row.id}", title=row.title, at=row.at, by=row.who) for row in await rejected_for(db, case)
    ]
    return SimilarCases(
        similar=[SimilarCaseRead.model_validate(one) for one in await similar_cases(db, case)], set_aside=aside
    )


HANDLERS: list[Any] = [read_similar_cases, post_link_to_similar, post_rejection_of_similar, post_withdrawal_of_similar]
