"""What a search with filters finds: hits of the index narrowed to what was asked for, or cases by their filters alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, false
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import CaseLine, case_columns, cases_with_ids, is_covered, is_late, lines, open_cases
from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session
from ...platform.errors import NotFound, id_of
from ...platform.search import Hit, search
from ..asking import Asking

MOST, LOOKED_AT = 60, 300


@dataclass(frozen=True)
class Answer:
    """`cases` are those among the hits, or, where no word was asked for, all there is."""

    hits: list[Hit]
    cases: list[CaseLine]


async def answer_to(db: Session, asking: Asking, person: Person, *, limit: int = MOST) -> Answer:
    if not asking.text:
        return Answer(
            [], await _by_filters(db, asking, person, limit) if asking.is_narrowed and "case" in asking.sought else []
        )
    family = asking.families[0] if len(asking.families) == 1 else None
    most = LOOKED_AT if asking.is_narrowed else limit
    found = await search(db, asking.text, kinds=asking.sought, family=family, limit=most)
    hits = [hit for hit in found if _fits(hit, asking)]
    ids = [hit.object_id for hit in hits if hit.kind == "case"]
    if not asking.is_of_cases:
        return Answer(hits[:limit], await cases_with_ids(db, ids[:limit]) if ids else [])
    narrowed = await _narrowed(db, ids, await _conditions(db, asking, person))
    kept = {case.id for case in narrowed}
    return Answer([hit for hit in hits if hit.object_id in kept][:limit], narrowed)


async def answer_at_once(db: Session, asking: Asking, person: Person, *, cases: int, others: int) -> Answer:
    """Looked for apart, since there are so many cases that they would crowd out everything else. The rest stands first."""
    rest = tuple(kind for kind in asking.sought if kind != "case")
    of_rest = await answer_to(db, replace(asking, kinds=rest), person, limit=others) if rest else Answer([], [])
    if "case" not in asking.sought:
        return of_rest
    of_cases = await answer_to(db, replace(asking, kinds=("case",)), person, limit=cases)
    return Answer([*of_rest.hits, *of_cases.hits], of_cases.cases)


def _fits(hit: Hit, asking: Asking) -> bool:
    of_family = not asking.families or hit.family in asking.families
    return of_family and (not asking.boundaries or hit.boundary in asking.boundaries)


async def _by_filters(db: Session, asking: Asking, person: Person, limit: int) -> list[CaseLine]:
    """Open ones in the order in which to work, unless closed ones are asked for: the newest of them first."""
    conditions = await _conditions(db, asking, person)
    if "closed" not in asking.states:
        return await open_cases(db, *conditions, limit=limit)
    return lines(await db.execute(case_columns().where(*conditions).order_by(col(Case.id).desc()).limit(limit)))


async def _narrowed(db: Session, ids: Sequence[int], conditions: Sequence[ColumnElement[bool]]) -> list[CaseLine]:
    return lines(await db.execute(case_columns().where(col(Case.id).in_(ids), *conditions))) if ids else []


async def _conditions(db: Session, asking: Asking, person: Person) -> list[ColumnElement[bool]]:
    columns = (
        (col(Case.family), asking.families), (col(Case.product), asking.products), (col(Case.queue), asking.queues),
        (col(Case.boundary), asking.boundaries), (col(Case.severity), asking.severities),
    )  # fmt: skip
    conditions: list[ColumnElement[bool]] = [column.in_(wanted) for column, wanted in columns if wanted]
    conditions += [_state(state, person) for state in asking.states]
    if asking.customers:
        conditions.append(col(Case.customer_id).in_(await _customers(db, asking.customers)))
    if asking.owners:
        conditions.append(col(Case.owner_id).in_(await _owners(db, asking.owners, person)))
    return conditions


def _state(state: str, person: Person) -> ColumnElement[bool]:
    is_open = col(Case.closed_at).is_(None)
    states: dict[str, ColumnElement[bool]] = {
        "open": is_open, "closed": ~is_open, "unowned": is_open & col(Case.owner_id).is_(None), "mine": col(Case.owner_id) == person.id,
        "breached": is_open & is_late(), "snoozed": col(Case.snoozed_until).is_not(None), "covered": is_covered(),
    }  # fmt: skip
    return states.get(state, false())


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
    wanted = [name.casefold() for name in named]
    known = [one for one in await people(db) if any(_is_called(one, name) for name in wanted)]
    return [one.id for one in known] + ([person.id] if "me" in wanted else [])


def _is_called(person: Person, name: str) -> bool:
    return name == person.ref.casefold() or any(
        part.startswith(name) for part in (person.name.casefold(), *person.name.casefold().split())
    )
