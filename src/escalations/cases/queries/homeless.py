"""Open cases that stand in a queue which the rule files no longer have."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from ...platform.db import Session
from ..models import Case


async def homeless_cases(db: Session, queues: Sequence[str], limit: int) -> list[Case]:
    """Locked; what somebody has in hand at this moment is left to the next round."""
    query = select(Case).where(col(Case.closed_at).is_(None), col(Case.queue).not_in(queues)).order_by(col(Case.id))
    query = query.limit(limit).with_for_update(key_share=True, skip_locked=True)
    return list((await db.execute(query.execution_options(populate_existing=True))).scalars())
