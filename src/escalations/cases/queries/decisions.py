"""How a case was routed: each decision, and what the newest of them says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import ARRAY, BigInteger, any_, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from ...platform.db import Session, rows_of
from ...platform.errors import NotFound
from ...routing.explaining import STAYS
from ...routing.facts import CaseFacts
from ..models import Case, RoutingDecision
from .lists import CaseLine


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


_NEWEST = (
    select(col(RoutingDecision.case_id), col(RoutingDecision.assignee_id), col(RoutingDecision.reasons))
    .where(col(RoutingDecision.case_id) == any_(bindparam("waiting", type_=ARRAY(BigInteger))))
    .ext(distinct_on(col(RoutingDecision.case_id)))
    .order_by(col(RoutingDecision.case_id), col(RoutingDecision.id).desc())
)
"""One array for however many, so that the database prepares it once."""


async def decision_lines(db: Session, case: Case) -> list[DecisionLine]:
    """Newest first: the first one is why the case is where it is."""
    columns = (
        col(RoutingDecision.id), col(RoutingDecision.at), col(RoutingDecision.trigger), col(RoutingDecision.rule),
        col(RoutingDecision.queue), col(RoutingDecision.reasons),
    )  # fmt: skip
    query = select(*columns).where(col(RoutingDecision.case_id) == case.id).order_by(col(RoutingDecision.id).desc())
    return [DecisionLine(*row) for row in (await db.execute(query)).all()]


async def with_reasons(db: Session, lines: Sequence[CaseLine]) -> list[CaseLine]:
    """Those that wait for an owner say why nobody has them; asked in one query, and only if there are any.

    Where the last decision did give the case to somebody, who has laid it down since, there is nothing to say.
    """
    waiting = [line.id for line in lines if line.owner is None and not line.snoozed and line.turn != "closed"]
    if not waiting:
        return list(lines)
    why = {
        case_id: reasons[-1].removesuffix(STAYS).rstrip()
        for case_id, somebody, reasons in await rows_of(db, _NEWEST, waiting=waiting)
        if reasons and somebody is None
    }
    return [replace(line, hint=why[line.id]) if line.id in why else line for line in lines]


async def decision_of(db: Session, case: Case, decision_id: int) -> RoutingDecision:
    query = select(RoutingDecision).where(
        col(RoutingDecision.case_id) == case.id, col(RoutingDecision.id) == decision_id
    )
    found: RoutingDecision | None = (await db.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no such decision about {case.ref}.")
    return found
