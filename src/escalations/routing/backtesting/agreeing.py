"""Whether the past can be decided again as it was."""

from typing import Any

from msgspec import MsgspecError

from ..deciding import RecordContradiction, recompute
from .comparing import Backtest
from .counting import PastDecision


def contradiction(past: PastDecision, backtest: Backtest) -> str | None:
    """Between a stored decision and the very rules that made it."""
    try:
        rule, queue = backtest.decided(past)
    except RecordContradiction as problem:
        return str(problem)
    if (rule, queue) == (past.rule, past.queue):
        return None
    return f"It says {past.queue} by “{past.rule}”, but the same rules now say {queue} by “{rule}”."


def contradiction_by_itself(past: PastDecision, facts: dict[str, Any], record: dict[str, Any]) -> str | None:
    """Between what a row says and what follows from the facts, rules and people that are stored in it."""
    try:
        again = recompute(facts, record)
    except (ValueError, LookupError, MsgspecError) as problem:
        return f"It cannot be decided again from its row: {problem}"
    told = (past.queue, past.rule, past.assignee_id)
    found = (again.queue, again.rule.name, again.assignee_id)
    if told == found:
        return None
    return f"It says {_said(*told)}, but by its own record it is {_said(*found)}."


def _said(queue: str, rule: str, assignee_id: int | None) -> str:
    return f"{queue} by “{rule}” to {f'P-{assignee_id}' if assignee_id else 'nobody'}"
