"""The JSON API of the desk: the same queries."""

from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import BaseModel

from ...cases.queries import CaseLine
from ...people.access import Me
from ...platform.events import EventRow
from ...platform.search import search
from ...platform.web import Db, Ref, Request
from ..cursors import cursor, place_at
from ..finding import found_by_kind
from ..forms import RuleTrial
from ..narrowing import Narrowing
from ..queries import further, known_queue, narrowed_cases, queue_lines, queue_tallies, trail_for, try_text
from ..queries.trails import PAGE
from ..refs import KINDS


class QueueOut(BaseModel):
    key: str
    name: str
    open: int
    unowned: int
    breached: int
    oldest: datetime | None


class CaseOut(BaseModel):
    ref: str
    title: str
    severity: str
    customer: str
    covered: bool
    boundary: str
    family: str
    product: str
    turn: str
    snoozed: bool
    owner: str | None
    due_at: datetime | None
    due_kind: str

    @classmethod
    def of(cls, line: CaseLine) -> "CaseOut":
        told = {name: getattr(line, name) for name in cls.model_fields if name not in ("family", "product", "due_at")}
        return cls(
            **told, family=line.family_key, product=line.product_key, due_at=line.clock.due_at if line.clock else None
        )


class CasesOut(BaseModel):
    """`after` asks for the next page; None on the last."""

    cases: list[CaseOut]
    after: str | None


class FoundOut(BaseModel):
    kind: str
    ref: str
    url: str
    title: str
    words: list[str]
    boundary: str


class EventOut(BaseModel):
    id: int
    at: datetime
    action: str
    subject: str
    actor: str | None
    actor_name: str
    told: str
    particulars: dict[str, Any]
    request_id: str | None

    @classmethod
    def of(cls, row: EventRow) -> "EventOut":
        told = {name: getattr(row, name) for name in cls.model_fields if name != "actor"}
        return cls(**told, actor=f"P-{row.actor_id}" if row.actor_id else None)


class TrailOut(BaseModel):
    """`before` asks for the older ones; None at the beginning of the trail."""

    events: list[EventOut]
    before: int | None


class TrialOut(BaseModel):
    family: str | None
    product: str | None
    sure: bool
    words: list[str]
    error_codes: list[str]
    rule: str
    queue: str
    assignee: str | None
    reasons: list[str]
    rule_set: str


@get("/api/queues")
async def list_queues(db: Db, person: Me) -> list[QueueOut]:
    return [QueueOut.model_validate(line, from_attributes=True) for line in await queue_lines(db)]


@get("/api/queues/{ref:str}")
async def read_queue(request: Request, db: Db, person: Me, ref: Ref) -> CasesOut:
    """Narrowed by the words of the page: view, severity, covered, late, boundary, family, owner."""
    narrowing = Narrowing.of(request.query_params)
    known_queue(ref, await queue_tallies(db, ref, narrowing))
    cases = await narrowed_cases(db, ref, narrowing, after=place_at(request.query_params.get("after", "")))
    behind = further(cases)
    return CasesOut(cases=[CaseOut.of(line) for line in cases], after=cursor(behind) if behind else None)


@get("/api/search")
async def read_search(db: Db, person: Me, q: FromQuery[str] = "", limit: FromQuery[int] = 20) -> list[FoundOut]:
    hits = await search(db, q[:400], kinds=list(KINDS), limit=min(max(limit, 1), 100))
    return [
        FoundOut(
            kind=kind.key, ref=one.ref, url=one.url, title=one.title.striptags(), words=one.why, boundary=one.boundary
        )
        for kind in found_by_kind(hits)
        for one in kind.found
    ]


@get("/api/audit/{kind:str}/{object_id:str}")
async def read_trail(
    db: Db, person: Me, kind: FromPath[str], object_id: FromPath[str], before: FromQuery[int | None] = None
) -> TrailOut:
    rows = await trail_for(db, person, f"{kind}/{object_id}", before=before)
    return TrailOut(events=[EventOut.of(row) for row in rows], before=rows[-1].id if len(rows) == PAGE else None)


@post("/api/rules/try", status_code=200)
async def read_trial(db: Db, person: Me, data: JSONBody[RuleTrial]) -> TrialOut:
    """Changes nothing."""
    trial = await try_text(db, data)
    reading, decision = trial.reading, trial.decision
    words = [told.words for told in reading.families[0].evidence] if reading.families else []
    return TrialOut(
        family=reading.family, product=reading.product, sure=reading.sure, words=list(dict.fromkeys(words)), error_codes=list(reading.error_codes),
        rule=decision.rule.name, queue=decision.queue, assignee=f"P-{decision.assignee_id}" if decision.assignee_id else None,
        reasons=decision.reasons, rule_set=decision.rules_hash,
    )  # fmt: skip


HANDLERS = [list_queues, read_queue, read_search, read_trail, read_trial]
