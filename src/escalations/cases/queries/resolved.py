"""What closed cases said when they were opened, and where they were solved: what a model of texts can learn from."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import col

from ...platform.db import Session
from ..models import Case, CaseClosure

BATCH = 1_000
SOLVED = ("fixed", "workaround", "known_issue", "incident", "customer_config", "by_design")
"""How a case can end that shows whose it was."""
_COLUMNS = (Case.id, Case.title, Case.description, Case.error_codes, Case.resources, Case.family, Case.queue)


async def resolved_cases(db: Session, *, batch: int = BATCH) -> AsyncIterator[Sequence[Row[Any]]]:
    """The newest first, in batches."""
    solved = select(*_COLUMNS).join(CaseClosure, col(CaseClosure.case_id) == col(Case.id))  # type: ignore[call-overload]
    solved = solved.where(col(CaseClosure.resolution).in_(SOLVED)).order_by(col(Case.id).desc()).limit(batch)
    rows = (await db.execute(solved)).all()
    while rows:
        yield rows
        rows = (await db.execute(solved.where(col(Case.id) < rows[-1].id))).all() if len(rows) == batch else []
