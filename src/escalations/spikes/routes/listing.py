"""The list of spikes, and how good the alarm is."""

from datetime import timedelta

from litestar import get

from ...people.access import Me
from ...platform.errors import NotFound
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, page
from ..measuring import measured
from ..presenting import found, lines
from ..queries import PAGE, alarm_for, closed_alarms, declared_since, open_alarms, raised_since
from ..sensitivity import sensitivity_fault

PERIOD = timedelta(days=90)


@get("/spikes")
async def index_spikes(request: Request, db: Db, person: Me) -> HtmlResponse:
    before = request.query_params.get("before", "")
    last = await alarm_for(db, person, before) if before else None
    if last is not None and last.closed_at is None:
        raise NotFound(f"{before} is still open.")
    closed = await closed_alarms(db, before=last)
    record = measured(await raised_since(db, now() - PERIOD), await declared_since(db, now() - PERIOD))
    return page(
        request,
        "spikes/index.html",
        topics=["spike_alarm", "incident"],
        standing=[] if last else lines(await open_alarms(db), now()),
        closed=lines(closed, now()),
        older=f"/spikes?before={closed[-1].ref}" if len(closed) == PAGE else "",
        is_first=last is None,
        figures=found(record),
        record=record,
        days=PERIOD.days,
        fault=sensitivity_fault(),
    )


HANDLERS = [index_spikes]
