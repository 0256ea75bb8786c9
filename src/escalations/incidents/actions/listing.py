"""Which subscriptions the cloud says are hit."""

import re
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from ...people.roles import allow
from ...platform.db import Session, nothing_to_record
from ...platform.errors import Refused
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import refuse_merged
from ..events import SubscriptionsListed, SubscriptionUnlisted
from ..models import ImpactedSubscription, Incident, LinkBatch

MOST = 2000
_PATH = re.compile(r"/subscriptions/([^/\s,;]+)\S*", re.IGNORECASE)
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{2,99}")


def codes_in(text: str) -> list[str]:
    """As people paste them: one a line or between commas, also inside resource ids. Raises ValueError for what is no code."""
    parts = [part for part in re.split(r"[\s,;\"']+", _PATH.sub(r" \1 ", text).lower()) if part]
    wrong = [part for part in parts if not _CODE.fullmatch(part)]
    if wrong:
        raise ValueError(f"“{wrong[0][:60]}” is no subscription. Write their ids, one a line.")
    return list(dict.fromkeys(parts))


async def list_subscriptions(db: Session, incident: Incident, codes: list[str], *, by: Actor) -> int:
    """Answers with how many are new on the list. A code that we do not know is kept: its customer may be added later."""
    allow(by, "declare_incidents")
    refuse_merged(incident)
    if len(codes) > MOST:
        raise Refused(f"That is more than {MOST} subscriptions. List fewer, or declare the incident for all regions.")
    shared = {
        "boundary": incident.boundary, "incident_id": incident.id, "at": now(), "author_id": by.id, "author_name": by.name,
    }  # fmt: skip
    count = await add_codes(db, [{**shared, "code": code} for code in codes])
    if count:
        await record(db, SubscriptionsListed(count=count), on=incident, by=by)
    else:
        nothing_to_record(db, "all of them were listed already")
    return count


async def add_codes(db: Session, rows: list[dict[str, Any]]) -> int:
    """Without those that stand there already."""
    if not rows:
        return 0
    added = insert(ImpactedSubscription).values(rows).on_conflict_do_nothing().returning(col(ImpactedSubscription.id))
    return len((await db.scalars(added)).all())


async def listed_by(db: Session, incident: Incident) -> list[str]:
    query = select(col(ImpactedSubscription.code)).where(
        col(ImpactedSubscription.incident_id) == incident.id, col(ImpactedSubscription.removed_at).is_(None)
    )
    return list((await db.execute(query)).scalars())


async def move_codes(db: Session, codes: list[str], into: Incident, batch: LinkBatch, *, by: Actor) -> None:
    """What was listed of a merged incident is listed of the other as well, until the merging is undone."""
    shared = {
        "boundary": into.boundary, "incident_id": into.id, "at": now(), "author_id": by.id, "author_name": by.name,
        "batch_id": batch.id,
    }  # fmt: skip
    await add_codes(db, [{**shared, "code": code} for code in codes])


async def unlist_batch(db: Session, batch: LinkBatch) -> None:
    mine = (col(ImpactedSubscription.batch_id) == batch.id, col(ImpactedSubscription.removed_at).is_(None))
    await db.execute(update(ImpactedSubscription).where(*mine).values(removed_at=now()))


async def unlist_subscription(db: Session, incident: Incident, code: str, *, by: Actor) -> None:
    allow(by, "declare_incidents")
    refuse_merged(incident)
    query = select(ImpactedSubscription).where(
        col(ImpactedSubscription.incident_id) == incident.id,
        col(ImpactedSubscription.code) == code.lower(),
        col(ImpactedSubscription.removed_at).is_(None),
    )
    listed = (await db.execute(query)).scalar_one_or_none()
    if listed is not None:
        listed.removed_at = now()
        await record(db, SubscriptionUnlisted(code=listed.code), on=incident, by=by)
        await db.flush()
