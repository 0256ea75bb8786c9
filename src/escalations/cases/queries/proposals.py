"""Rules that transfers propose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...routing.facts import CaseFacts
from ..models import Case, CaseTransfer, RuleProposal
from .ownership import facts_when_opened

PAGE = 60


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list, with the transfer from which it came."""

    id: int
    version: int
    state: str
    boundary: str
    from_queue: str
    to_queue: str
    at: datetime
    told_by: str
    words: str
    case_id: int
    case_title: str
    draft: str
    decided_at: datetime | None
    decided_by: str | None

    @property
    def ref(self) -> str:
        return f"RP-{self.id}"

    @property
    def url(self) -> str:
        return f"/rules/proposals/{self.ref}"


async def proposal_for(db: Session, ref: str, *, lock: bool = False) -> RuleProposal:
    """The one door. Locked, so that of two who decide at once the second finds it decided."""
    query = select(RuleProposal).where(col(RuleProposal.id) == id_of(ref, "RP"))
    found: RuleProposal | None = (await db.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no rule proposal {ref}, or it is not yours to see.")
    return found


async def proposals(db: Session, state: str, *, before: int | None = None, limit: int = PAGE) -> list[ProposalLine]:
    """The newest first."""
    query = _lines().where(col(RuleProposal.state) == state, *_before(before))
    rows = await db.execute(query.order_by(col(RuleProposal.id).desc()).limit(limit))
    return [ProposalLine(*row) for row in rows]


async def proposal_line(db: Session, proposal: RuleProposal) -> ProposalLine:
    return ProposalLine(*(await db.execute(_lines().where(col(RuleProposal.id) == proposal.id))).one())


async def proposal_counts(db: Session) -> dict[str, int]:
    query = select(col(RuleProposal.state), func.count()).group_by(col(RuleProposal.state))
    return {row[0]: row[1] for row in await db.execute(query)}


async def facts_of_proposal(db: Session, proposal: RuleProposal) -> CaseFacts:
    """Of the case, as they were when it was opened."""
    return await facts_when_opened(db, await db.get_one(Case, proposal.case_id))


def _lines() -> Select[Any]:
    query = select(*_COLUMNS).join(CaseTransfer, col(CaseTransfer.id) == RuleProposal.transfer_id)
    query = query.join(Case, col(Case.id) == RuleProposal.case_id)
    return query.outerjoin(Person, col(Person.id) == RuleProposal.decided_by)


_COLUMNS: tuple[ColumnElement[Any] | Mapped[Any], ...] = (
    col(RuleProposal.id), col(RuleProposal.version), col(RuleProposal.state), col(RuleProposal.boundary), col(RuleProposal.from_queue), col(RuleProposal.to_queue),
    col(RuleProposal.at), col(CaseTransfer.told_by), col(CaseTransfer.words), col(RuleProposal.case_id), col(Case.title),
    col(RuleProposal.draft), col(RuleProposal.decided_at), col(Person.name),
)  # fmt: skip


def _before(proposal_id: int | None) -> list[ColumnElement[bool]]:
    return [] if proposal_id is None else [col(RuleProposal.id) < proposal_id]
