"""The tallies of a whole queue: what is kept, put right by the few cases of which time or cover says something that is not."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, select, union_all
from sqlalchemy import case as either
from sqlmodel import col

from ...customers.models import Customer
from ..models import Case, CaseCount
from .counting import OUR_TURNS, is_covered, is_late, now_when_asked

_ALIKE = ("severity", "boundary", "family", "covered", "unowned", "side", "late")


def asks_tallies_of_queue(queue: str) -> Select[Any]:
    """Late and covered cases are taken out of where the kept counts have them, among what is neither, and counted as what they are."""
    special = _special(queue).cte("special")
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
    return select(
        col(kept.severity), col(kept.boundary), col(kept.family), false().label("covered"), (~col(kept.owned)).label("unowned"),
        side.label("side"), false().label("late"), col(kept.cases).label("cases"),
    ).where(col(kept.queue) == queue)  # fmt: skip


def _special(queue: str) -> Select[Any]:
    query = select(
        col(Case.severity), col(Case.boundary), col(Case.family), is_covered().label("covered"), col(Case.owner_id).is_(None).label("unowned"),
        _side(col(Case.snoozed_until).is_not(None), col(Case.turn)).label("side"), is_late().label("late"), literal(1).label("cases"),
    ).join(Customer, col(Customer.id) == Case.customer_id)  # fmt: skip
    here = (col(Case.closed_at).is_(None), col(Case.queue) == queue)
    late = select(col(Case.id)).where(*here, col(Case.due_at) <= now_when_asked(), col(Case.due_kind) != "follow_up")
    covered = select(col(Case.id)).join(Customer, col(Customer.id) == Case.customer_id)
    return query.where(col(Case.id).in_(late.union(covered.where(*here, col(Customer.cover_until) > now_when_asked()))))


def _side(asleep: ColumnElement[bool], turn: ColumnElement[str]) -> ColumnElement[str]:
    return either((asleep, "asleep"), (turn.in_(OUR_TURNS), "us"), else_="others")
