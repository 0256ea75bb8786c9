"""What a search with filters finds: words and facts met by the index, or by facts alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from ...cases.models import Case
from ...cases.queries import (
    CaseLine,
    case_columns,
    cases_with_ids,
    is_late,
    is_open_and_covered,
    lines,
    of_covered_customer,
    open_cases,
)
from ...people.models import Person
from ...platform.db import Session
from ...platform.search import Hit, newest, search
from ...platform.time import now
from ..ages import age_of
from ..asking import Asking
from .asked_facts import Facts, conditions_of, facts_asked

MOST, MOST_OF_OTHERS, LOOKED_AT = 60, 20, 1000
MOMENTARY = {"breached": is_late, "covered": of_covered_customer}
"""True at one moment and not at the next, without anything that happens: no fact of a document."""


@dataclass(frozen=True)
class Answer:
    """`cases` are those among the hits, or, where no word was asked for, all there is. `looked_at` is of how many hits only
    those were kept of which something momentary is so, where there may be more."""

    hits: list[Hit]
    cases: list[CaseLine]
    looked_at: int = 0


def of_this_moment(asking: Asking, *, of_open: bool = False) -> list[ColumnElement[bool]]:
    """What is asked that time alone makes true. `of_open` where nothing else is among what it is asked of."""
    ages = [age.condition(now()) for age in map(age_of, asking.ages) if age]
    known = {**MOMENTARY, "covered": is_open_and_covered} if of_open else MOMENTARY
    states = [known[state]() for state in asking.states if state in known]
    return [*states, or_(*ages)] if ages else states


async def answer_to(db: Session, asking: Asking, person: Person, *, limit: int = MOST) -> Answer:
    facts = await facts_asked(db, asking, person)
    if facts is None or not asking.sought:
        return Answer([], [])
    if not asking.text:
        return await _by_filters(db, asking, facts, limit) if asking.is_narrowed else Answer([], [])
    if of_this_moment(asking):
        return await _of_this_moment(db, asking, facts, limit)
    hits = await _hits(db, asking, facts, limit)
    ids = [hit.object_id for hit in hits if hit.kind == "case"]
    return Answer(hits, await cases_with_ids(db, ids) if ids else [])


async def answer_at_once(db: Session, asking: Asking, person: Person, *, each: int) -> Answer:
    """The best few of each kind, since there are so many cases that they would crowd out everything else. The rest stands first."""
    if asking.text and not any(state in MOMENTARY for state in asking.states):
        facts = await facts_asked(db, asking, person)
        hits = await _hits(db, asking, facts, MOST, each=each) if facts is not None and asking.sought else []
        ids = [hit.object_id for hit in hits if hit.kind == "case"]
        return Answer(sorted(hits, key=lambda hit: hit.kind == "case"), await cases_with_ids(db, ids) if ids else [])
    rest = tuple(kind for kind in asking.sought if kind != "case")
    of_rest = await answer_to(db, replace(asking, kinds=rest), person, limit=MOST_OF_OTHERS) if rest else Answer([], [])
    if "case" not in asking.sought:
        return of_rest
    of_cases = await answer_to(db, replace(asking, kinds=("case",)), person, limit=each)
    return Answer([*of_rest.hits, *of_cases.hits], of_cases.cases, of_cases.looked_at)


async def _hits(db: Session, asking: Asking, facts: Facts, limit: int, each: int | None = None) -> list[Hit]:
    """With `each`, only as a list to choose from: no texts are quoted."""
    within = asking.boundaries or None
    return await search(
        db, asking.text, kinds=asking.sought, facts=facts, within=within, limit=limit, each=each, excerpts=each is None
    )


async def _of_this_moment(db: Session, asking: Asking, facts: Facts, limit: int) -> Answer:
    found = await _hits(db, asking, facts, LOOKED_AT)
    conditions = of_this_moment(asking)
    ids = [hit.object_id for hit in found]
    kept = lines(await db.execute(case_columns().where(col(Case.id).in_(ids), *conditions))) if ids else []
    numbers = {case.id for case in kept}
    hits = [hit for hit in found if hit.object_id in numbers][:limit]
    return Answer(hits, kept, LOOKED_AT if len(found) == LOOKED_AT else 0)


async def _by_filters(db: Session, asking: Asking, facts: Facts, limit: int) -> Answer:
    rest = [kind for kind in asking.sought if kind != "case"]
    within = asking.boundaries or None
    others = await newest(db, kinds=rest, facts=facts, within=within, limit=min(limit, MOST_OF_OTHERS)) if rest else []
    if "case" not in asking.sought:
        return Answer(others, [])
    if "closed" in asking.states:
        return Answer(others, await _closed(db, asking, facts, of_this_moment(asking), limit))
    momentary = of_this_moment(asking, of_open=True)
    return Answer(others, await open_cases(db, *conditions_of(asking, facts), *momentary, limit=limit))


async def _closed(
    db: Session, asking: Asking, facts: Facts, momentary: Sequence[ColumnElement[bool]], limit: int
) -> list[CaseLine]:
    """The newest first. Open ones come in the order in which to work instead, which no index of words knows."""
    within = asking.boundaries or None
    found = await newest(db, kinds=["case"], facts=facts, within=within, limit=LOOKED_AT if momentary else limit)
    query = case_columns().where(col(Case.id).in_([hit.object_id for hit in found]), *momentary)
    return lines(await db.execute(query.order_by(col(Case.id).desc()).limit(limit))) if found else []
