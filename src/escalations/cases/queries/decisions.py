"""How a case was routed: each decision, and what the newest of them says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from ...platform.db import Session
from ...platform.errors import NotFound
from ...routing.facts import CaseFacts
from ..models import Case, RoutingDecision


@dataclass(frozen=True)
class DecisionLine:
    """A decision without its record, which is large."""

    id: int
    at: datetime
    trigger: str
    rule: str
    queue: str
    reasons: list[str]


@dataclass(frozen=True)
class NewestWhy:
    """`read` is what was known when its text was read: at the opening."""

    reasons: list[str]
    read: CaseFacts | None


async def decision_lines(db: Session, case: Case) -> list[DecisionLine]:
    """Newest first: the first one is why the case is where it is."""
    columns = (
        col(RoutingDecision.id), col(RoutingDecision.at), col(RoutingDecision.trigger), col(RoutingDecision.rule),
        col(RoutingDecision.queue), col(RoutingDecision.reasons),
    )  # fmt: skip
    query = select(*columns).where(col(RoutingDecision.case_id) == case.id).order_by(col(RoutingDecision.id).desc())
    return [DecisionLine(*row) for row in (await db.execute(query)).all()]


async def decision_of(db: Session, case: Case, decision_id: int) -> RoutingDecision:
    query = select(RoutingDecision).where(
        col(RoutingDecision.case_id) == case.id, col(RoutingDecision.id) == decision_id
    )
    found: RoutingDecision | None = (await db.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no such decision about {case.ref}.")
    return found


async def newest_why(db: Session, case: Case) -> NewestWhy:
    """Without the record, which is large."""
    mine = col(RoutingDecision.case_id) == case.id
    newest = select(col(RoutingDecision.reasons)).where(mine).order_by(col(RoutingDecision.id).desc()).limit(1)
    opened = select(col(RoutingDecision.facts)).where(mine, col(RoutingDecision.trigger) == "opened").limit(1)
    told, facts = (await db.execute(select(newest.scalar_subquery(), opened.scalar_subquery()))).one()
    return NewestWhy(list(told or []), CaseFacts.from_json(facts) if facts else None)
