"""The tallies of a whole queue: what is kept, put right by the few cases of which time or cover says something that is not."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, false, func, select, true, union_all
from sqlalchemy import case as either
from sqlmodel import col

from ...customers.models import Customer
from ..models import SEVERITIES, Case, CaseCount
from .counting import OUR_TURNS, is_late, now_when_asked

_ALIKE = ("severity", "boundary", "family", "covered", "unowned", "side", "late")


def asks_tallies_of_queue(queue: str) -> Select[Any]:
    """Late and covered cases are taken out of where the kept counts have them, among what is neither, and counted as what they are."""
    covered = select(col(Customer.id)).where(col(Customer.cover_until) > now_when_asked()).cte("covered")
    one_by_one = union_all(_late(queue, covered), _covered_in_time(queue, covered)).subquery()
    sorts = [one_by_one.c[name] for name in _ALIKE]
    special = select(*sorts, func.count().label("cases")).group_by(*sorts).cte("special")
    plain = [special.c[name] if name not in ("covered", "late") else false().label(name) for name in _ALIKE]
    told = union_all(
        _kept(queue),
        select(*(special.c[name] for name in _ALIKE), special.c.cases),
        select(*plain, -special.c.cases),
    ).subquery()
    alike, total = [told.c[name] for name in _ALIKE], func.sum(told.c.cases)
    return select(*alike, total).group_by(*alike).having(total > 0)


def _kept(queue: str) -> Select[Any]:
    kept = CaseCount
    side = _side(col(kept.asleep), col(kept.turn))
    alike: tuple[Any, ...] = (
        col(kept.severity), col(kept.boundary), col(kept.family), false().label("covered"), (~col(kept.owned)).label("unowned"),
        side.label("side"), false().label("late"), col(kept.cases).label("cases"),
    )  # fmt: skip
    return select(*alike).where(col(kept.queue) == queue)


def _late(queue: str, covered: CTE) -> Select[Any]:
    """Each severity is named, so that the order of the queue finds what is late of it."""
    is_covered = col(Case.customer_id).in_(select(covered.c.id))
    query = _special(is_covered, true()).where(col(Case.queue) == queue, col(Case.severity).in_(SEVERITIES))
    return query.where(col(Case.due_at) <= now_when_asked(), col(Case.due_kind) != "follow_up")


def _covered_in_time(queue: str, covered: CTE) -> Select[Any]:
    """By the same index, which holds all that is asked. `is_(True)` keeps the server from looking each customer up."""
    is_covered = col(Case.customer_id).in_(select(covered.c.id)).is_(True)
    return _special(true(), false()).where(col(Case.queue) == queue, is_covered, ~is_late())


def _special(covered: ColumnElement[bool], late: ColumnElement[bool]) -> Select[Any]:
    alike: tuple[Any, ...] = (
        col(Case.severity), col(Case.boundary), col(Case.family), covered.label("covered"), col(Case.owner_id).is_(None).label("unowned"),
        _side(col(Case.snoozed_until).is_not(None), col(Case.turn)).label("side"), late.label("late"),
    )  # fmt: skip
    return select(*alike).where(col(Case.closed_at).is_(None))


def _side(asleep: Any, turn: Any) -> ColumnElement[str]:
    return either((asleep, "asleep"), (turn.in_(OUR_TURNS), "us"), else_="others")
