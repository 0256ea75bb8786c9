"""Where the time of a closed case went, kept for reports."""

from sqlalchemy.dialects.postgresql import insert

from ...clocks.ledger import due_from_ledger
from ...clocks.policies import clock_policies
from ...platform.db import Session
from ..models import Case, CaseTime
from ..queries.time import response_ledgers, turn_trail
from ..turns import hours_of, parts, turns, whole_seconds


async def account_for_time(db: Session, case: Case) -> None:
    """However often: the row says what the trail says up to the latest closing. While a case is open again it stays as it was."""
    if case.closed_at is None:
        return
    calendars = clock_policies().calendars
    readings = [due_from_ledger(ledger, calendars, case.closed_at) for ledger in await response_ledgers(db, case)]
    stretches = turns(case.opened_at, case.closed_at, await turn_trail(db, case))
    hours = hours_of(segment for reading in readings for segment in reading.segments)
    seconds = whole_seconds(parts(stretches, hours, calendars))
    row = {"case_id": case.id, "boundary": case.boundary, "closed_at": case.closed_at, **seconds}
    written = insert(CaseTime).values(row)
    kept = {name: value for name, value in row.items() if name != "case_id"}
    await db.execute(written.on_conflict_do_update(index_elements=["case_id"], set_=kept))
