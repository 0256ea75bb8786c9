"""For programs: the state of a problem, who answers for an article, flags, versions, and past cases that a condition matches."""

from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel, ConfigDict

from ...people.access import Me
from ...platform.errors import Refused
from ...platform.web import Db, Ref
from ..actions import flag_article, restore_version, set_governance, set_state, settle_flag, take_article
from ..forms import Flag, FlagAnswer, MatchTrial, Restoration, SetGovernance, SetState
from ..matching import tried_on_past
from ..predicates import BadPredicate, checked_predicate
from ..queries import article_for, flag_of, open_flags_of, version_of, versions_of
from .api import ArticleInFull, in_full


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FlagRead(_Read):
    id: int
    comment: str
    at: datetime


class VersionRead(_Read):
    number: int
    at: datetime
    author: str | None
    kept: str
    restored: int | None


class MatchedCaseRead(BaseModel):
    case: str
    title: str
    evidence: list[str]
    fate: str


class BacktestRead(BaseModel):
    """`counts` are by fate: this, otherwise, aside, alone, open."""

    said: str
    looked_at: int
    days: int
    counts: dict[str, int]
    cases: list[MatchedCaseRead]


@post("/api/known-issues/{ref:str}/state", status_code=200)
async def post_state(db: Db, person: Me, ref: Ref, data: JSONBody[SetState]) -> ArticleInFull:
    article = await article_for(db, person, ref, lock=True)
    return await in_full(db, await set_state(db, article, data.state, data.fix_eta, data.fixed_in, by=person))


@post("/api/known-issues/{ref:str}/governance", status_code=200)
async def post_governance(db: Db, person: Me, ref: Ref, data: JSONBody[SetGovernance]) -> ArticleInFull:
    article = await article_for(db, person, ref, lock=True)
    return await in_full(db, await set_governance(db, article, data.governance, by=person))


@post("/api/known-issues/{ref:str}/ownership", status_code=200)
async def post_ownership(db: Db, person: Me, ref: Ref) -> ArticleInFull:
    article = await article_for(db, person, ref, lock=True)
    return await in_full(db, await take_article(db, article, by=person))


@get("/api/known-issues/{ref:str}/flags")
async def list_flags(db: Db, person: Me, ref: Ref) -> list[FlagRead]:
    """Those that nobody has settled."""
    return [FlagRead.model_validate(row) for row in await open_flags_of(db, await article_for(db, person, ref))]


@post("/api/known-issues/{ref:str}/flags")
async def post_flag(db: Db, person: Me, ref: Ref, data: JSONBody[Flag]) -> FlagRead:
    flag = await flag_article(db, await article_for(db, person, ref), data.comment, by=person)
    return FlagRead.model_validate(flag)


@post("/api/known-issues/{ref:str}/flags/{flag:int}/settlement", status_code=200)
async def post_settlement(db: Db, person: Me, ref: Ref, flag: FromPath[int], data: JSONBody[FlagAnswer]) -> FlagRead:
    article = await article_for(db, person, ref, lock=True)
    settled = await settle_flag(db, article, await flag_of(db, article, flag), data.answer, by=person)
    return FlagRead.model_validate(settled)


@get("/api/known-issues/{ref:str}/versions")
async def list_versions(db: Db, person: Me, ref: Ref) -> list[VersionRead]:
    """Newest first."""
    return [VersionRead.model_validate(row) for row in await versions_of(db, await article_for(db, person, ref))]


@post("/api/known-issues/{ref:str}/versions/{number:int}/restoration", status_code=200)
async def post_restoration(
    db: Db, person: Me, ref: Ref, number: FromPath[int], data: JSONBody[Restoration]
) -> ArticleInFull:
    article = await article_for(db, person, ref, lock=True)
    old = await version_of(db, article, number)
    return await in_full(db, await restore_version(db, article, old, data.version, by=person))


@post("/api/known-issues/match-trials", status_code=200)
async def read_match_trial(db: Db, person: Me, data: JSONBody[MatchTrial]) -> BacktestRead:
    """Changes nothing. A condition that cannot be read is a 409 that names its line."""
    try:
        predicate = checked_predicate(data.match, data.boundary)
    except BadPredicate as wrong:
        raise Refused(str(wrong)) from wrong
    found = await tried_on_past(db, predicate, data.boundary)
    cases = [
        MatchedCaseRead(case=f"C-{one.case_id}", title=one.title, evidence=list(one.evidence), fate=one.fate)
        for one in found.cases
    ]
    return BacktestRead(
        said=found.in_words(),
        looked_at=found.looked_at,
        days=found.days,
        counts={str(fate): cases for fate, cases in found.counts.items()},
        cases=cases,
    )


HANDLERS: list[Any] = [
    post_state, post_governance, post_ownership, list_flags, post_flag, post_settlement, list_versions, post_restoration, read_match_trial,
]  # fmt: skip
