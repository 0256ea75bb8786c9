"""What a change of the roster or of a team would move: the cases it concerns, as it is and as it would be."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from ...cases.hands import Hands
from ...cases.models import Case
from ...cases.queries import as_candidate
from ...cases.queries.counting import OUR_TURNS
from ...cases.queries.rosters import away_around, roster
from ...cases.queries.waiting import as_waiting
from ...catalog.loading import catalogue
from ...coverage.spans import Span
from ...people.models import Clearance, Person
from ...people.plans import RosterPlan
from ...people.queries import clearances_of, open_boundaries, people
from ...platform.db import Session
from ...platform.time import now
from ...routing.roster import Candidate
from ...routing.rule_files import rule_set
from ..stranding import WEEK, Impact, Member, Standing, Team
from ..stranding_words import ImpactLine, counted, impact_lines
from ..team_changes import TeamChange, TeamImpact, Teams

MOST = 400


@dataclass(frozen=True)
class RosterImpact:
    lines: list[ImpactLine]


async def impact_of_plan(db: Session, reader: Person, shown: Person, plan: RosterPlan) -> RosterImpact:
    clearances = (await clearances_of(db, [shown.id])).get(shown.id, [])
    return await _impact(db, reader, shown, plan.would_be(shown), dict(plan.levels), clearances, "Saving")


async def impact_of_disabling(db: Session, reader: Person, shown: Person) -> RosterImpact:
    return await _impact(db, reader, shown, None, {}, [], "Disabling")


async def impact_of_revoking(db: Session, reader: Person, shown: Person, clearance: Clearance) -> RosterImpact:
    left = [one for one in (await clearances_of(db, [shown.id])).get(shown.id, []) if one.id != clearance.id]
    return await _impact(db, reader, shown, shown, None, left, "Revoking")


async def _impact(
    db: Session, reader: Person, shown: Person, then: Person | None, levels: dict[str, int] | None, clearances: list[Clearance], doing: str,
    also_away: Sequence[Span] = (),
) -> RosterImpact:  # fmt: skip
    at, rules, away = now(), rule_set(), await away_around(db, now())
    candidates = {one.person_id: one for one in await roster(db)}
    mine = candidates.pop(shown.id, None)
    if mine is None:
        return RosterImpact([ImpactLine(f"{shown.name} takes no cases, so no case moves.", "ok")])
    others, gone = await _members(db, candidates.values(), away), (*away.get(shown.id, ()), *also_away)
    next_one = _as_candidate(then, mine, levels, clearances, gone) if then else None
    team = Team(
        others=others, was=Member(candidate=mine, person=shown, away=away.get(shown.id, ())), at=at, rules=rules,
        then=Member(candidate=next_one, person=then, away=gone) if then and next_one else None,
    )  # fmt: skip
    held = await standing(db, at, col(Case.owner_id) == shown.id)
    around = await standing(db, at, *_around(team))
    seen = await open_boundaries(db, reader)
    lines = impact_lines(
        Impact(team=team, held=held, others=around),
        ZoneInfo(reader.time_zone),
        doing,
        mine.clearances.keys() - seen.keys(),
    )
    return RosterImpact(lines)


async def impact_of_absence(db: Session, reader: Person, shown: Person, span: Span) -> RosterImpact:
    clearances = (await clearances_of(db, [shown.id])).get(shown.id, [])
    impact = await _impact(db, reader, shown, shown, None, clearances, "Saving", [span])
    if span.start > now() and (leaving := await _leaving_then(db, shown, span)):
        text = f"When it begins, what is then still open of severity A or due before {shown.name} is back goes back to its queue; as things stand {counted(len(leaving), 'case')}."
        impact.lines.append(ImpactLine(text, "warn", tuple(leaving)))
    return impact


async def _leaving_then(db: Session, shown: Person, span: Span) -> list[Standing]:
    held = await standing(db, now(), col(Case.owner_id) == shown.id)
    return [
        one for one in held if one.ours and (one.severity == "A" or (one.due_at is not None and one.due_at < span.end))
    ]


async def _members(db: Session, candidates: Iterable[Candidate], away: Mapping[int, Sequence[Span]]) -> list[Member]:
    known = {one.id: one for one in await people(db)}
    return [
        Member(candidate=one, person=known[one.person_id], away=away.get(one.person_id, ()))
        for one in candidates
        if one.person_id in known
    ]


async def impact_of_teams(db: Session, then: Teams, step: Callable[[int], object] = lambda _: None) -> TeamImpact:
    """What `then` would move among all open cases in sight, if it came into force now."""
    at, impact, last = now(), TeamImpact(), 0
    was = {key: queue.roles for key, queue in catalogue().queues.items()}
    change = TeamChange(
        members=await _members(db, await roster(db), await away_around(db, at)), was=was, then=then, at=at
    )
    while cases := await standing(db, at, col(Case.id) > last, order=[col(Case.id)]):
        for case in cases:
            impact.add(case, change.moves(case))
        last = cases[-1].waiting.case_id
        step(len(cases))
    return impact


def _as_candidate(
    then: Person, mine: Candidate, levels: dict[str, int] | None, clearances: list[Clearance], away: Sequence[Span]
) -> Candidate:
    known = dict(mine.specialties) if levels is None else levels
    return as_candidate(then, known, clearances, mine.load, mine.last_assigned_at, away)


def _around(team: Team) -> Sequence[ColumnElement[bool]]:
    """What nobody has, and what falls due within the week, where the person may work."""
    places = {*team.was.candidate.clearances, *(team.then.candidate.clearances if team.then else ())}
    waits = and_(col(Case.owner_id).is_(None), col(Case.snoozed_until).is_(None))
    soon = and_(col(Case.due_at) > team.at, col(Case.due_at) < team.at + WEEK)
    others = or_(col(Case.owner_id).is_(None), col(Case.owner_id) != team.was.candidate.person_id)
    return others, col(Case.boundary).in_(sorted(places)), or_(waits, soon)


_MOST_URGENT = (col(Case.severity), col(Case.due_at), col(Case.id))


async def standing(
    db: Session, at: datetime, *conditions: ColumnElement[bool], order: Sequence[Any] = _MOST_URGENT
) -> list[Standing]:
    """Open cases and what each asks for, at most so many as can be weighed while somebody waits."""
    query = select(
        col(Case.id), col(Case.title), col(Case.owner_id), col(Case.due_at), col(Case.due_kind), col(Case.turn), col(Case.snoozed_until)
    ).where(col(Case.closed_at).is_(None), *conditions)  # fmt: skip
    rows = (await db.execute(query.order_by(*order).limit(MOST))).all()
    asked, nobody = await as_waiting(db, [row.id for row in rows], at), Hands([], rule_set(), at)
    return [
        Standing(
            ref=f"C-{row.id}", title=row.title, waiting=asked[row.id], asked=nobody.decide(asked[row.id]), owner_id=row.owner_id,
            due_at=row.due_at if row.due_kind != "follow_up" else None, ours=row.turn in OUR_TURNS and row.snoozed_until is None,
        )
        for row in rows
        if row.id in asked
    ]  # fmt: skip
