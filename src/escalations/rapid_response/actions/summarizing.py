"""How things stand, in two texts that never meet: one that customers may read, one that they may not."""

from ...cases.actions import prepare_reply
from ...people.roles import allow
from ...platform.db import Session
from ...platform.errors import Refused, Stale
from ...platform.events import Actor, record
from ...platform.time import now
from ..events import SummaryRevised
from ..models import Engagement, EngagementSummary
from ..queries import cases_in, summary_of
from .joining import refuse_ended


async def revise_summary(
    db: Session, engagement: Engagement, audience: str, body: str, *, version: int, by: Actor
) -> EngagementSummary:
    """`version` is the number of the text that its writer had before them, 0 for none."""
    allow(by, "work_cases")
    refuse_ended(engagement)
    standing = await summary_of(db, engagement, audience)
    number = standing.number if standing else 0
    if standing is not None and standing.body == body.strip():
        return standing
    if number != version:
        raise Stale(f"This summary was changed while you were writing (you had version {version}, it is now {number}).")
    written = EngagementSummary(
        boundary=engagement.boundary, engagement_id=engagement.id, audience=audience, number=number + 1, body=body.strip(), at=now(),
        author_id=by.id,
    )  # fmt: skip
    db.add(written)
    await record(db, SummaryRevised(audience=audience, number=written.number), on=engagement, by=by)
    await db.flush()
    return written


async def prepare_replies(db: Session, engagement: Engagement, *, by: Actor) -> int:
    """Put the summary for the customer into the composer of every open case; whoever owns the case sends it, or not."""
    allow(by, "rapid_response")
    refuse_ended(engagement)
    standing = await summary_of(db, engagement, "customer")
    if standing is None or not standing.body:
        raise Refused("Write the summary for the customer first. The internal one is never sent.")
    cases = await cases_in(db, engagement, only_open=True)
    for case in cases:
        why = f"{engagement.ref} of rapid response, version {standing.number} of its summary"
        await prepare_reply(db, case, standing.body, why=why, source=engagement.subject, by=by)
    return len(cases)
