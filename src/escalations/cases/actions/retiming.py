"""A new policy comes into force: clocks that run keep the time they have used and count what is left of the new target."""

from datetime import datetime
from typing import cast

from ...clocks.actions.retargeting import change_step, under_new_policy
from ...clocks.actions.stepping import take_steps
from ...clocks.ledger import due_from_ledger
from ...clocks.policies import TargetKind, clock_policies
from ...clocks.queries import ledgers_of
from ...platform.db import Session
from ..queries.terms import clocks_under_older_policies

BATCH = 1000


async def sweep_changed_policy(db: Session, at: datetime, limit: int = BATCH) -> int:
    """So many clocks in one transaction. Customers whose plan the policy leaves out stay under the one before."""
    rules = clock_policies()
    policy = rules.policy_at(at)
    found = await clocks_under_older_policies(db, policy.version, list(policy.plans), limit)
    ledgers = await ledgers_of(db, [clock.id for clock, _ in found])
    steps = []
    for clock, terms in found:
        before = due_from_ledger(ledgers[clock.id], rules.calendars)
        entry = under_new_policy(cast(TargetKind, clock.kind), terms, policy, rules, at)
        steps.append(change_step(clock, before, entry, rules))
    await take_steps(db, steps)
    return len(found)
