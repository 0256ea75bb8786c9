"""Filters as they were typed, as facts of documents and as conditions on open cases: the same question in two languages."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, func, or_, select
from sqlmodel import col

from ...cases.models import SEVERITIES, TURNS, Case
from ...catalog.loading import catalogue
from ...people.models import Person
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.search import facts_of, search
from ..asking import Asking

Facts = Sequence[tuple[str, ...]]
"""Of each, one alternative must be so."""
MOST_NAMED = 50
_COLUMNS = {
    "family": col(Case.family), "product": col(Case.product), "region": col(Case.region), "queue": col(Case.queue), "sev": col(Case.severity),
    "customer": col(Case.customer_id), "owner": col(Case.owner_id), "state": col(Case.turn),
}  # fmt: skip


async def facts_asked(db: Session, asking: Asking, person: Person) -> Facts | None:
    """None where a customer or an owner was named that is nobody: then nothing can be found."""
    customers = await _customers(db, asking.customers)
    owners = await _owners(db, asking.owners, person)
    if (asking.customers and not customers) or (asking.owners and not owners):
        return None
    asked = (
        ("family", asking.families), ("product", asking.products), ("region", asking.regions), ("queue", asking.queues),
        ("sev", asking.severities), ("state", asking.stages), ("customer", customers), ("owner", owners),
    )  # fmt: skip
    return [*(facts_of(name, values) for name, values in asked if values), *map(_state(person), asking.states)]


def conditions_of(asking: Asking, facts: Facts) -> list[ColumnElement[bool]]:
    """What `facts` say, of a case."""
    conditions: list[ColumnElement[bool]] = [col(Case.boundary).in_(asking.boundaries)] if asking.boundaries else []
    for alternatives in facts:
        name = alternatives[0].partition(":")[0]
        values = [one.partition(":")[2] for one in alternatives]
        if name in _COLUMNS:
            conditions.append(_COLUMNS[name].in_(_said(name, values)))
    if "unowned" in asking.states:
        conditions.append(col(Case.owner_id).is_(None))
    if "snoozed" in asking.states:
        conditions.append(col(Case.snoozed_until).is_not(None))
    return conditions


def _said(name: str, values: list[str]) -> Any:
    """There are a dozen or two of some, which have many cases or few: a statement names them, so that its one plan is the best for them. What
    is none of them is given beside it."""
    if name in ("customer", "owner"):
        return list(map(int, values))
    known = {"family": catalogue().families, "sev": SEVERITIES, "state": TURNS}.get(name, ())
    return bindparam(None, values, String, expanding=True, literal_execute=all(one in known for one in values))


def _state(person: Person) -> Callable[[str], tuple[str, ...]]:
    """What is momentary is so of open cases alone, or of any: the rest of it is asked afterwards."""
    known = {"mine": facts_of("owner", [person.id]), "breached": ("is:open",), "covered": ("is:open", "is:closed")}
    return lambda state: known.get(state, facts_of("is", [state]))


async def _customers(db: Session, named: Sequence[str]) -> list[int]:
    """By number, or by words of the name as everywhere, typing mistakes included."""
    found: list[int] = []
    for name in named:
        try:
            found.append(id_of(name.upper(), "CU"))
        except NotFound:
            found += [hit.object_id for hit in await search(db, name, kinds=["customer"], limit=20)]
    return found


async def _owners(db: Session, named: Sequence[str], person: Person) -> list[int]:
    """Whose name or a part of it begins so."""
    wanted = [name.casefold() for name in named]
    rest = [name for name in wanted if name != "me"]
    mine = [person.id] if len(rest) < len(wanted) else []
    if not rest:
        return mine
    name = func.lower(col(Person.name))
    called = [or_(name.startswith(one, autoescape=True), name.contains(f" {one}", autoescape=True)) for one in rest]
    known = await db.execute(
        select(col(Person.id)).where(or_(*called, col(Person.id).in_(_numbers(rest)))).limit(MOST_NAMED)
    )
    return [*mine, *known.scalars()]


def _numbers(named: Sequence[str]) -> list[int]:
    """Of those that are references, such as P-7."""
    found = []
    for name in named:
        try:
            found.append(id_of(name.upper(), "P"))
        except NotFound:
            continue
    return found
