"""The JSON API of the reports: the same queries, in seconds."""

from datetime import datetime

from litestar import get
from pydantic import BaseModel

from ...people.access import Me, Reading
from ...platform.web import Request
from ..narrowing import Narrowing
from ..pauses import Found
from ..queries import PromiseCount, TimeShare, promise_counts, time_shares
from ..queries.time import DIVISIONS
from .web import cursor, moment_of, page_of_findings


class TimeShareOut(BaseModel):
    """`key` is empty for all of them. Seconds by party: what they add up to, the median, and what nine of ten stay under."""

    key: str | None
    cases: int
    seconds: dict[str, int]
    median: dict[str, float]
    p90: dict[str, float]

    @classmethod
    def of(cls, share: TimeShare) -> "TimeShareOut":
        return cls(key=share.key, cases=share.cases, seconds=share.sums, median=share.medians, p90=share.p90)


class PromiseCountOut(BaseModel):
    family: str | None
    week: str | None
    counts: dict[str, int]

    @classmethod
    def of(cls, count: PromiseCount) -> "PromiseCountOut":
        return cls(family=count.family, week=count.week, counts=count.counts)


class FindingOut(BaseModel):
    case: str
    family: str
    queue: str
    kind: str
    says: str
    start: datetime
    end: datetime
    lost_minutes: int

    @classmethod
    def of(cls, found: Found) -> "FindingOut":
        told, pause = found.finding, found.finding.pause
        return cls(
            case=found.ref, family=found.case.family, queue=found.case.queue, kind=told.kind, says=told.says, start=pause.start,
            end=pause.end, lost_minutes=told.minutes,
        )  # fmt: skip


class FindingsOut(BaseModel):
    """`before` is what to ask for next, empty at the end of the period."""

    findings: list[FindingOut]
    before: str


@get("/api/reports/time")
async def read_time_report(request: Request, copy: Reading, person: Me) -> list[TimeShareOut]:
    """`days`, `by` (family, plan, severity, week), `family`, `plan`, `severity`."""
    narrowing = Narrowing.of(request.query_params, DIVISIONS)
    return [TimeShareOut.of(share) for share in await time_shares(copy.db, narrowing)]


@get("/api/reports/promises")
async def read_promises_report(request: Request, copy: Reading, person: Me) -> list[PromiseCountOut]:
    """By family, by week (its Monday) and altogether. `days`, `family`, `plan`, `severity`."""
    return [PromiseCountOut.of(count) for count in await promise_counts(copy.db, Narrowing.of(request.query_params))]


@get("/api/reports/pauses")
async def read_pauses_report(request: Request, copy: Reading, person: Me) -> FindingsOut:
    """The newest first. `days`, `family`, `plan`, `severity`, `before`."""
    before = moment_of(request.query_params.get("before", ""))
    found, older = await page_of_findings(copy.db, Narrowing.of(request.query_params), before)
    return FindingsOut(findings=[FindingOut.of(one) for one in found], before=cursor(older) if older else "")


HANDLERS = [read_time_report, read_promises_report, read_pauses_report]
