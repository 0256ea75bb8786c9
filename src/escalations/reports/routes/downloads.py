"""The same figures as comma-separated files, case by case. No names and no texts of people stand in them."""

import csv
import io
from collections.abc import Iterable, Sequence

from litestar import get
from litestar.response import Response

from ...cases.turns import PARTIES
from ...people.access import Me, Reading
from ...platform.web import Request
from ..narrowing import Narrowing
from ..queries import promise_lines, time_lines
from .web import all_findings


@get("/reports/time.csv")
async def download_time(request: Request, copy: Reading, person: Me) -> Response[str]:
    head = ["case", "closed_at", "family", "plan", "severity", "queue", *(f"{party}_seconds" for party in PARTIES)]
    lines = await time_lines(copy.db, Narrowing.of(request.query_params))
    return _file("time", head, (
        [f"C-{one.case_id}", one.closed_at.isoformat(), one.family, one.plan, one.severity, one.queue, *one.seconds.values()]
        for one in lines
    ))  # fmt: skip


@get("/reports/promises.csv")
async def download_promises(request: Request, copy: Reading, person: Me) -> Response[str]:
    lines = await promise_lines(copy.db, Narrowing.of(request.query_params))
    return _file("promises", ["case", "family", "promised_at", "until", "outcome"], (
        [f"C-{one.case_id}", one.family, one.made_at.isoformat(), one.until.isoformat() if one.until else "", one.outcome]
        for one in lines
    ))  # fmt: skip


@get("/reports/pauses.csv")
async def download_pauses(request: Request, copy: Reading, person: Me) -> Response[str]:
    found, _ = await all_findings(copy.db, Narrowing.of(request.query_params))
    head = ["case", "family", "queue", "finding", "paused_at", "until", "open_minutes_left", "lost_minutes"]
    return _file("pauses", head, (
        [one.ref, one.case.family, one.case.queue, one.finding.kind, one.finding.pause.start.isoformat(),
         one.finding.pause.end.isoformat(), int(one.finding.pause.left.total_seconds() // 60), one.finding.minutes]
        for one in found
    ))  # fmt: skip


def _file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response[str]:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows(rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return Response(written.getvalue(), media_type="text/csv", headers=headers)


HANDLERS = [download_time, download_promises, download_pauses]
