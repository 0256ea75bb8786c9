"""Which cases a list's words mean, as conditions that its pages, its groups and its count share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, any_, false, func, literal, select
from sqlmodel import col

from ....cases.models import Case
from ....customers.models import Customer
from ....people.models import Person
from ....platform.db import Session
from ....platform.limits import at_most
from ....platform.search import open_cases_holding, search
from ...asking import Asking
from ...queries.asked import LOOKED_AT, of_this_moment
from ...queries.asked_facts import Facts, conditions_of, facts_asked
from .kept import Conditions, kept_conditions, kept_total

COUNTED_TO, FETCHED = 500, 100
EVEN = frozenset({"is", "family", "owner", "queue", "region", "sev", "state"})


@dataclass(frozen=True)
class Matching:
    """`picky` where few fit of the cases that an order walks through: which is told from the case alone. `is_cut` where more cases have the words than are looked at, `few` where they are
    known one by one, `is_certain` where nothing is asked of those but what was searched for. `evenly` where nothing is asked that one value has of many cases and another of hardly any, so
    that one plan is best for all values. `kept` are the same conditions on kept counts, None where those do not know enough."""

    conditions: Sequence[ColumnElement[bool]]
    closed: bool = False
    picky: bool = False
    is_cut: bool = False
    few: bool = False
    is_certain: bool = False
    evenly: bool = False
    kept: Conditions | None = None

    def select(self, *columns: Any, joins: Sequence[str] = ()) -> Select[Any]:
        """Only the tables that are spoken of."""
        query: Select[Any] = select(*columns).select_from(Case)
        if "customer" in joins:
            query = query.join(Customer, col(Customer.id) == Case.customer_id)
        if "person" in joins:
            query = query.outerjoin(Person, col(Person.id) == Case.owner_id)
        return query.where(*self.conditions)


async def matching(db: Session, asking: Asking, person: Person) -> Matching:
    """Of open cases, unless closed ones are asked for. Words are looked for by the search, the filters by their columns."""
    closed = "closed" in asking.states
    facts = await facts_asked(db, asking, person)
    if facts is None or "case" not in asking.sought:
        return Matching([false()], closed)
    state = col(Case.closed_at).is_not(None) if closed else col(Case.closed_at).is_(None)
    momentary = of_this_moment(asking, of_open=not closed)
    conditions = [state, *conditions_of(asking, facts), *momentary]
    if "open" in asking.states and closed:
        return Matching([false()], closed)
    evenly = all(one[0].partition(":")[0] in EVEN for one in facts)
    picky = "covered" in asking.states or _is_told_by_one_index(asking, facts, closed)
    if not asking.text:
        return Matching(conditions, closed, picky=picky, evenly=evenly, kept=kept_conditions(asking, facts))
    ids = await _holding(db, asking, [*facts, ("is:closed",) if closed else ("is:open",)], closed)
    many = len(ids) > FETCHED and not closed
    among = _is_among(ids, walked=many)
    is_cut = len(ids) == LOOKED_AT
    certain = is_cut and not closed and not momentary
    return Matching(
        [*conditions, among], closed, picky=many, is_cut=is_cut, few=True, is_certain=certain, evenly=evenly
    )


async def _holding(db: Session, asking: Asking, facts: Facts, closed: bool) -> list[int]:
    """Open cases with all the words, or, where those are hardly any, and of closed ones, what a search finds best."""
    within = asking.boundaries or None
    if not closed and (ids := await open_cases_holding(db, asking.text, facts=facts, within=within, limit=LOOKED_AT)):
        return ids
    hits = await search(
        db, asking.text, kinds=["case"], facts=facts, within=within, limit=LOOKED_AT, excerpts=False, marked=False
    )
    return [hit.object_id for hit in hits]


def _is_among(ids: Sequence[int], *, walked: bool) -> ColumnElement[bool]:
    """A few are fetched by their key, and closed ones, since those are a few of all that are. Of many that are open most are not shown: they are
    looked up while an index is walked in the order, for which `is_(True)` keeps the server from joining the two."""
    numbers = literal(ids, ARRAY(BigInteger))
    if not walked:
        return col(Case.id) == any_(numbers)
    return col(Case.id).in_(select(func.unnest(numbers))).is_(True)


def _is_told_by_one_index(asking: Asking, facts: Facts, closed: bool) -> bool:
    """Whether one index knows all that is asked, of a queue, of families or regions, of a customer's closed cases: it alone tells few from many."""
    kinds = {fact.partition(":")[0] for one in facts for fact in one} - {"is"}
    if closed:
        return kinds in ({"queue", "sev"}, {"customer"})
    if asking.boundaries and kinds <= {"queue"}:
        return True
    return bool(kinds & {"family", "region"}) and kinds <= {"family", "region", "sev", "state"}


def countable(found: Matching, most: int = COUNTED_TO) -> Select[Any]:
    """Closed ones in the order of their index: without an order the whole table may be read for those that lie at its end. Of many that hold
    some words the newest are known, so those are met first."""
    some = found.select(col(Case.id)).limit(at_most(most + 1))
    if found.closed:
        return some.order_by(col(Case.closed_at).desc())
    return some.order_by(col(Case.opened_at).desc(), col(Case.id).desc()) if found.is_cut else some


async def counted(db: Session, found: Matching, most: int = COUNTED_TO) -> int:
    """No further than one more than `most`, unless a count is kept. Twice as many as that, of which a document or two may be older than its case,
    are more."""
    if found.kept is not None:
        return await kept_total(db, found.kept)
    if found.is_certain and 2 * most <= LOOKED_AT:
        return most + 1
    some = countable(found, most).subquery()
    count: int = (await db.execute(select(func.count()).select_from(some))).scalar_one()
    return count
