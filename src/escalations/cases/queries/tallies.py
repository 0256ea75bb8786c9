"""The tallies of a whole queue: what is kept, put right by the few cases of which time or cover says something that is not."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, false, func, select, true, union_all
from sqlalchemy import case as either
from sqlmodel import col

from ..models import COVERED_UNTIL, Case, CaseCount
from .counting import OUR_TURNS, Moment, late_at, now_when_asked

_KEPT = ("severity", "boundary", "family", "unowned", "asleep", "turn")


def asks_tallies_of_queue(queue: str) -> Select[Any]:
    """Late cases are taken out of where the kept counts have them, then covered ones out of where those or the late ones are, and counted as
    what they are."""
    at = now_when_asked()
    late, covered = _late(queue, at).cte("late"), _covered(queue, at).cte("covered")
    told = union_all(
        _kept(queue),
        _counted(late, late.c.cases, false(), true()),
        _counted(late, -late.c.cases, false(), false()),
        _counted(covered, covered.c.cases, true(), covered.c.late),
        _counted(covered, -covered.c.cases, false(), covered.c.late),
    ).subquery()
    alike = (
        told.c.severity, told.c.boundary, told.c.family, told.c.covered, told.c.unowned, _side(told.c.asleep, told.c.turn).label("side"), told.c.late,
    )  # fmt: skip
    total = func.sum(told.c.cases)
    return select(*alike, total).group_by(*alike).having(total > 0)


def _kept(queue: str) -> Select[Any]:
    kept = CaseCount
    alike: tuple[Any, ...] = (
        col(kept.severity), col(kept.boundary), col(kept.family), (~col(kept.owned)).label("unowned"), col(kept.asleep), col(kept.turn),
        false().label("covered"), false().label("late"), col(kept.cases).label("cases"),
    )  # fmt: skip
    return select(*alike).where(col(kept.queue) == queue)


def _late(queue: str, at: Moment) -> Select[Any]:
    """By an index of what can be late."""
    return _alike().where(col(Case.queue) == queue, *late_at(at))


def _covered(queue: str, at: Moment) -> Select[Any]:
    """By an index of those that ever were."""
    late = func.coalesce(and_(*late_at(at)), false()).label("late")
    return _alike(late).where(col(Case.queue) == queue, at < COVERED_UNTIL)


def _alike(*more: ColumnElement[Any]) -> Select[Any]:
    """By what the kept counts are told apart by."""
    sorts: tuple[Any, ...] = (
        col(Case.severity), col(Case.boundary), col(Case.family), col(Case.owner_id).is_(None).label("unowned"),
        col(Case.snoozed_until).is_not(None).label("asleep"), col(Case.turn), *more,
    )  # fmt: skip
    return select(*sorts, func.count().label("cases")).where(col(Case.closed_at).is_(None)).group_by(*sorts)


def _counted(found: CTE, cases: Any, covered: Any, late: Any) -> Select[Any]:
    return select(
        *(found.c[name] for name in _KEPT), covered.label("covered"), late.label("late"), cases.label("cases")
    )


def _side(asleep: Any, turn: Any) -> ColumnElement[str]:
    return either((asleep, "asleep"), (turn.in_(OUR_TURNS), "us"), else_="others")
