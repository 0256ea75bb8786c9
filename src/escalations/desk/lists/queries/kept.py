"""What is asked of open cases, asked of their kept counts instead, where those know enough."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from ....cases.models import CaseCount
from ....platform.db import Session
from ...asking import Asking
from ...queries.asked_facts import Facts
from ..groupings import Rank

Conditions = Sequence[ColumnElement[bool]]
_COLUMNS = {
    "family": col(CaseCount.family), "queue": col(CaseCount.queue), "sev": col(CaseCount.severity), "state": col(CaseCount.turn),
}  # fmt: skip
_STATES: dict[str, Any] = {"open": None, "unowned": ~col(CaseCount.owned), "snoozed": col(CaseCount.asleep)}


def kept_conditions(asking: Asking, facts: Facts) -> Conditions | None:
    """None where something is asked that no count is kept of."""
    named = [one for one in facts if not one[0].startswith("is:")]
    known = all(one[0].partition(":")[0] in _COLUMNS for one in named) and set(asking.states) <= _STATES.keys()
    if not known or asking.text or asking.ages:
        return None
    chosen = [_COLUMNS[one[0].partition(":")[0]].in_([fact.partition(":")[2] for fact in one]) for one in named]
    standing = [condition for state in asking.states if (condition := _STATES[state]) is not None]
    within = [col(CaseCount.boundary).in_(asking.boundaries)] if asking.boundaries else []
    return [*chosen, *standing, *within]


async def kept_groups(db: Session, rank: Any, conditions: Conditions) -> list[tuple[Rank, int]]:
    """All of them, in order: there are only so many kinds, however many cases."""
    total = func.sum(col(CaseCount.cases))
    query: Select[Any] = select(rank, total).where(*conditions).group_by(rank).having(total > 0).order_by(rank)
    return [((row[0],), row[1]) for row in await db.execute(query)]


async def kept_total(db: Session, conditions: Conditions) -> int:
    total = func.coalesce(func.sum(col(CaseCount.cases)), 0)
    return int((await db.execute(select(total).where(*conditions))).scalar_one())
