"""Which articles say of themselves that they hold for a case, and for which past cases one would have."""

from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args

import structlog

from ..cases.models import Case
from ..cases.queries.past_decisions import Period, past_decisions
from ..catalog.loading import catalogue
from ..catalog.models import Severity
from ..customers.models import Customer
from ..platform.db import Session
from ..platform.time import now
from ..routing.facts import CaseFacts
from .backtesting import Backtest, MatchedCase, fate_of
from .models import EVERYWHERE
from .predicates import BadPredicate, Predicate, predicate_of
from .queries.matching import articles_with_match, ends_of, said_of

log = structlog.get_logger()
LOOKED_AT, DAYS, SHOWN = 10_000, 180, 2_000
ITS_CONDITION = "matches its condition"


@dataclass(frozen=True, kw_only=True)
class Matched:
    """An article whose own condition holds for a case. Has what a suggestion has, for the same pages."""

    article_id: int
    ref: str
    title: str
    state: str
    confidence: str
    fixed_in: str | None
    fix_eta: date | None
    evidence: list[str]


async def matching_articles(db: Session, case: Case) -> list[Matched]:
    """The newest first. Only articles that this case may be linked to, that nobody linked or set aside, and that are not archived."""
    rows = await articles_with_match(db, case)
    if not rows:
        return []
    facts = facts_of(case, await db.get(Customer, case.customer_id))
    found = ((row, _evidence(row, facts)) for row in rows)
    return [_matched(row, evidence) for row, evidence in found if evidence is not None]


async def tried_on_past(db: Session, predicate: Predicate, boundary: str, article_id: int | None = None) -> Backtest:
    """Cases in the reader's sight with their facts as they were when they were opened."""
    period = Period(now() - timedelta(days=DAYS), now(), None if boundary == EVERYWHERE else boundary)
    matched: deque[tuple[int, tuple[str, ...]]] = deque(maxlen=SHOWN)
    looked_at = 0
    async for batch in past_decisions(db, period, limit=LOOKED_AT):
        looked_at += len(batch)
        held = ((past.case_id, predicate.evidence(past.facts)) for past in batch)
        matched.extend((case_id, evidence) for case_id, evidence in held if evidence is not None)
    ids = [case_id for case_id, _ in matched]
    ends, said = (await ends_of(db, ids), await said_of(db, ids)) if ids else ({}, {})
    cases = [
        MatchedCase(
            case_id, ends[case_id].title, evidence, fate_of(article_id, ends[case_id].resolution, said.get(case_id, {}))
        )
        for case_id, evidence in matched
        if case_id in ends
    ]
    return Backtest(looked_at, DAYS, cases)


def facts_of(case: Case, customer: Customer | None) -> CaseFacts:
    """As the case stands now: what people corrected counts."""
    severity: Any = case.severity if case.severity in get_args(Severity) else "C"
    return CaseFacts(
        severity=severity, boundary=case.boundary, cloud=catalogue().boundary(case.boundary).cloud, opened_at=case.opened_at, family=case.family,
        family_sure=True, product=case.product, plan=customer.plan if customer else None, cover=customer is not None and customer.is_covered(now()),
        region=case.region, language=case.language, error_codes=tuple(case.error_codes), text=f"{case.title}\n{case.description}",
        problem_started_at=case.problem_started_at,
    )  # fmt: skip


def _evidence(row: Any, facts: CaseFacts) -> tuple[str, ...] | None:
    """A catalogue that changed since may no longer know a product of an old condition: that one says nothing then."""
    try:
        return predicate_of(row.match).evidence(facts)
    except BadPredicate as wrong:
        log.warning("the condition of a known issue can no longer be read", article=f"KI-{row.id}", why=str(wrong))
        return None


def _matched(row: Any, evidence: tuple[str, ...]) -> Matched:
    return Matched(
        article_id=row.id, ref=f"KI-{row.id}", title=row.title, state=row.state, confidence=row.confidence, fixed_in=row.fixed_in,
        fix_eta=row.fix_eta, evidence=[ITS_CONDITION, *dict.fromkeys(evidence)],
    )  # fmt: skip
