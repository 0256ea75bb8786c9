"""What would have stood still and was caught: from whom or where, where it went, why, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, cast, func, select
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries.swarms import queue_name
from ...people.models import Person
from ...platform.db import Session
from ...platform.events import EventRow
from ...platform.time import now

RETURNED, STRANDED, REHOMED = "CaseUnassigned", "CaseStranded", "CaseRehomed"
BACK, MOST = timedelta(days=7), 100
_WHAT = (col(EventRow.id), col(EventRow.action), col(EventRow.at), col(EventRow.subject), col(EventRow.particulars))


@dataclass(frozen=True)
class Catch:
    """`came_from` is who or which queue lost it, `went_to` where it went then, `with_now` whose it is by now."""

    event_id: int
    ref: str
    title: str
    at: datetime
    came_from: str
    went_to: str
    why: str
    with_now: str


async def catches(db: Session) -> list[Catch]:
    """Of the last days, the newest first. What somebody returned by hand was not in danger."""
    caught = (col(EventRow.action).in_((STRANDED, REHOMED))) | (
        (col(EventRow.action) == RETURNED) & (func.coalesce(col(EventRow.particulars)["cause"].as_string(), "") != "")
    )
    told = (col(EventRow.action).in_((RETURNED, STRANDED, REHOMED)), caught, col(EventRow.at) > now() - BACK)
    newest = select(*_WHAT).where(*told).order_by(col(EventRow.id).desc()).limit(MOST).subquery()
    number = cast(func.split_part(newest.c.subject, "/", 2), BigInteger)
    query = select(newest, col(Case.id), col(Case.title), col(Case.queue), col(Case.closed_at), col(Person.name))
    query = query.join(Case, col(Case.id) == number).outerjoin(Person, col(Person.id) == Case.owner_id)
    return [_catch(*row) for row in await db.execute(query.order_by(newest.c.id.desc()))]


def _catch(
    event_id: int, action: str, at: datetime, _: str, facts: dict[str, object], case_id: int, title: str, queue: str,
    closed_at: datetime | None, owner: str | None,
) -> Catch:  # fmt: skip
    came_from, went_to, why = _told(action, facts, queue)
    with_now = "closed" if closed_at else owner or f"waits in {queue_name(queue)}"
    return Catch(event_id, f"C-{case_id}", title, at, came_from, went_to, why, with_now)


def _told(action: str, facts: dict[str, object], queue: str) -> tuple[str, str, str]:
    if action == REHOMED:
        there = queue_name(str(facts["to_queue"]))
        return f"{facts['from_queue']}".replace("_", " "), there, "the queue left the rule files"
    if action == STRANDED:
        to = facts["to"]
        names = " and ".join(map(str, to)) if isinstance(to, list) else ""
        return queue_name(queue), f"told {names}" if names else "nobody there to tell", str(facts["reason"])
    return str(facts["was"]), queue_name(queue), str(facts["reason"])
