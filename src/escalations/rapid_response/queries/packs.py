"""What a hand-over pack says of each case: what changed since the last pack, what is promised, what falls due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, not_, or_, select

from ...cases.models import Case
from ...clocks.kinds import KINDS
from ...clocks.models import Clock
from ...people.models import Person
from ...platform.db import Session
from ...platform.events import EventRow
from ...platform.time import now
from ..models import Engagement, EngagementCase, EngagementPromise, EngagementRole, Handover, HandoverLine
from ..weights import weights

MOST_CHANGES = 12
FIRST_LOOK_BACK = timedelta(hours=24)


@dataclass(frozen=True)
class DraftLine:
    """`told` is what is kept: `changed`, `promises` and `clocks`, each with its time. The rest is what the last pack said."""

    case: Case
    engagement_id: int | None
    told: dict[str, Any]
    next_action: str = ""
    hypothesis: str = ""


@dataclass(frozen=True)
class Draft:
    since: datetime
    lines: list[DraftLine]


async def draft_pack(db: Session, giver: Person, boundary: str) -> Draft:
    cases = await _cases_of(db, giver, boundary)
    ids, since = [case.id for case, _ in cases], await _since(db, giver, boundary)
    changed, last = await _changes(db, ids, since), await _last_said(db, ids)
    promises, clocks = await _due(db, ids), await _engagement_promises(db, [one for _, one in cases if one])
    lines = []
    for case, engagement_id in cases:
        due = promises.get(case.id, {"promises": [], "clocks": []})
        told = {"changed": changed.get(case.id, []), "promises": [*due["promises"], *clocks.get(engagement_id or 0, [])], "clocks": due["clocks"]}  # fmt: skip
        action, hypothesis = last.get(case.id, ("", ""))
        lines.append(DraftLine(case, engagement_id, told, action, hypothesis))
    return Draft(since, lines)


async def _cases_of(db: Session, giver: Person, boundary: str) -> list[tuple[Case, int | None]]:
    """Owned, or in an engagement that the giver leads; the worst first."""
    leads = (
        EngagementRole.role == "lead",
        EngagementRole.person_id == giver.id,
        col(EngagementRole.laid_down_at).is_(None),
    )
    led = select(EngagementRole.engagement_id).where(*leads)
    query = select(Case, EngagementCase.engagement_id).outerjoin(
        EngagementCase, (col(EngagementCase.case_id) == Case.id) & col(EngagementCase.left_at).is_(None)
    )
    mine = or_(col(Case.owner_id) == giver.id, col(EngagementCase.engagement_id).in_(led))
    query = query.where(mine, col(Case.closed_at).is_(None), Case.boundary == boundary)
    found = await db.exec(query.order_by(col(Case.severity), col(Case.due_at).nulls_last(), col(Case.id)).limit(100))
    return [(case, engagement_id) for case, engagement_id in found.all()]


async def _since(db: Session, giver: Person, boundary: str) -> datetime:
    """The last pack that either wrote or received in this boundary."""
    mine = or_(Handover.giver_id == giver.id, Handover.receiver_id == giver.id)
    query = select(Handover.written_at).where(mine, Handover.boundary == boundary, col(Handover.withdrawn_at).is_(None))
    last = (await db.exec(query.order_by(col(Handover.id).desc()).limit(1))).first()
    return last or now() - FIRST_LOOK_BACK


async def _changes(db: Session, ids: Sequence[int], since: datetime) -> dict[int, list[dict[str, str]]]:
    """The newest ones, oldest first. What clocks did follows from what people did, and stands in the clocks."""
    threads = [f"case/{one}" for one in ids]
    query = select(EventRow).where(col(EventRow.thread).in_(threads), EventRow.at > since)
    clocks = col(EventRow.action).startswith("Clock")
    query = (
        query.where(EventRow.action != "NoticeGiven", not_(clocks))
        .order_by(col(EventRow.at).desc(), col(EventRow.id).desc())
        .limit(40 * len(ids))
    )
    found: defaultdict[int, list[dict[str, str]]] = defaultdict(list)
    for row in (await db.exec(query)).all():
        told = found[int(row.thread.removeprefix("case/"))]
        if len(told) < MOST_CHANGES:
            told.append({"at": row.at.isoformat(), "what": f"{row.actor_name} {row.told}"})
    return {case_id: told[::-1] for case_id, told in found.items()}


async def _due(db: Session, ids: Sequence[int]) -> dict[int, dict[str, list[dict[str, str]]]]:
    """Every open promise, and what else falls due in the hours of the next shift."""
    horizon = now() + timedelta(hours=weights().handover.hours_ahead)
    query = select(Clock).where(col(Clock.case_id).in_(ids), Clock.state == "running", Clock.kind != "resolution")
    found: defaultdict[int, dict[str, list[dict[str, str]]]] = defaultdict(lambda: {"promises": [], "clocks": []})
    for clock in (await db.exec(query.order_by(col(Clock.due_at)))).all():
        if clock.due_at is not None and (clock.kind == "promise" or clock.due_at <= horizon):
            part = "promises" if clock.kind == "promise" else "clocks"
            words = KINDS[clock.kind].words + (
                "" if clock.holder == "support" else f" ({clock.holder.replace('_', ' ')})"
            )
            found[clock.case_id][part].append({"at": clock.due_at.isoformat(), "what": words})
    return dict(found)


async def _engagement_promises(db: Session, ids: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    standing = (col(EngagementPromise.engagement_id).in_(ids), col(EngagementPromise.ended_at).is_(None))
    return {
        one.engagement_id: [{"at": one.due_at.isoformat(), "what": f"update of RR-{one.engagement_id}"}]
        for one in (await db.exec(select(EngagementPromise).where(*standing))).all()
    }


async def _last_said(db: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    query = select(HandoverLine.case_id, HandoverLine.next_action, HandoverLine.hypothesis)
    query = query.where(col(HandoverLine.case_id).in_(ids)).ext(distinct_on(col(HandoverLine.case_id)))
    newest = query.order_by(col(HandoverLine.case_id), col(HandoverLine.id).desc())
    return {case_id: (action, hypothesis) for case_id, action, hypothesis in (await db.exec(newest)).all()}


async def boundaries_to_hand_over(db: Session, giver: Person) -> list[str]:
    """Where the giver has open cases."""
    owned = select(Case.boundary).where(col(Case.owner_id) == giver.id, col(Case.closed_at).is_(None))
    leads = (
        EngagementRole.role == "lead",
        EngagementRole.person_id == giver.id,
        col(EngagementRole.laid_down_at).is_(None),
    )
    led = (
        select(Engagement.boundary)
        .join(EngagementRole, col(EngagementRole.engagement_id) == Engagement.id)
        .where(*leads)
    )
    return sorted({*(await db.exec(owned.distinct())).all(), *(await db.exec(led.distinct())).all()})
