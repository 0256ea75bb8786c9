"""How often each routing rule decided."""

from datetime import datetime

from sqlmodel import col, func, select

from ...cases.models import RoutingDecision
from ...platform.db import Session


async def hits_of_rules(db: Session, since: datetime) -> dict[str, int]:
    """Cases opened since then by the rule that decided, by its name; those that one may see."""
    query = (
        select(RoutingDecision.rule, func.count())
        .where(RoutingDecision.trigger == "opened", col(RoutingDecision.at) >= since)
        .group_by(RoutingDecision.rule)
    )
    return dict((await db.exec(query)).all())
