"""What an imported case that is still open needs here: a decision where it stands, and a clock that wakes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from ...clocks.actions import start_clocks_of_many
from ...clocks.kinds import Kind
from ...clocks.policies import Target, TargetKind, Terms, clock_policies
from ...platform.db import Session
from ...platform.event_batches import record_many
from ...platform.events import SYSTEM
from ...routing.deciding import Decision
from ..events import CaseAssigned, CaseRouted
from ..models import RoutingDecision
from .past import Numbered, PastCase

Decided = tuple[Numbered, Decision]


async def make_stand(db: Session, decided: Sequence[Decided], boundary: str, at: datetime) -> None:
    """What was promised elsewhere is not known here: its answer is owed from now, and so is its resolution."""
    if not decided:
        return
    await _route(db, decided, at)
    cases = [one for one, _ in decided]
    wanted = [(one.id, _targets(one.past, at)) for one in cases]
    await start_clocks_of_many(db, wanted, boundary, at=at, by=SYSTEM)
    connection = await db.connection()
    await connection.exec_driver_sql(_DUE, ([one.id for one in cases],))


async def _route(db: Session, decided: Sequence[Decided], at: datetime) -> None:
    cases = [one for one, _ in decided]
    stored = [_stored(one.id, decision, at) for one, decision in decided]
    db.add_all(stored)
    await db.flush()
    told = [
        (CaseRouted(decision_id=kept.id, queue=kept.queue, rule=kept.rule, why=kept.record["rule"]["reason"]), one)
        for one, kept in zip(cases, stored, strict=True)
    ]
    await record_many(db, told, by=SYSTEM)
    owned = [(one, one.past.owner_id) for one in cases]
    given = [(CaseAssigned(owner_id=id, owner=one.past.owner_name), one) for one, id in owned if id is not None]
    await record_many(db, given, by=SYSTEM)


def _stored(case_id: int, decided: Decision, at: datetime) -> RoutingDecision:
    facts, kept = decided.stored()
    return RoutingDecision(
        boundary=decided.facts.boundary, case_id=case_id, at=at, trigger=decided.trigger, rule_set=decided.rules_hash, rule=decided.rule.name,
        queue=decided.queue, assignee_id=None, reasons=decided.reasons, facts=facts, record=kept,
    )  # fmt: skip


def _targets(past: PastCase, at: datetime) -> dict[Kind, Target]:
    terms = Terms(
        severity=past.facts.severity, plan=past.customer.plan, cover=past.customer.is_covered(at), zone=past.zone,
        around_the_clock=False,
    )  # fmt: skip
    owed: tuple[TargetKind, ...] = ("next_update" if past.first_answered_at else "first_response", "resolution")
    found = {cast(Kind, kind): clock_policies().target(kind, terms, at) for kind in owed}
    return {kind: target for kind, target in found.items() if target}


_DUE = """UPDATE support_case c SET due_at = k.due_at, due_kind = k.kind FROM clock k
  WHERE c.id = ANY ($1::bigint[]) AND k.case_id = c.id AND k.boundary = c.boundary AND k.kind <> 'resolution'"""
