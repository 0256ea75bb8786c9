"""Giving out what waits: the most severe first, of equals the oldest, to whoever can take it at this moment.

However many workers do this at once, nobody is given more than they can carry: whoever gives out work holds the roster
to the end of their transaction and counts what others gave out before.
"""

from datetime import datetime

from ...people.models import Person
from ...platform.db import Session
from ...platform.events import SYSTEM
from ...routing.deciding import Decision
from ...routing.records import Trigger
from ...routing.rule_files import rule_set
from ..hands import Hands
from ..models import Case
from ..queries.rosters import hold_roster, roster, with_loads
from ..queries.waiting import Waiting, anything_waits, locked_if_waiting, waiting_cases
from .alerting import say_why_nobody
from .assigning import note_assignment, take
from .deciding import note_decision

MOST_AT_ONCE = 50


async def drain_queues(db: Session, at: datetime, limit: int = MOST_AT_ONCE) -> int:
    """How many cases found their owner. Costs one question when nothing waits."""
    if not await anything_waits(db):
        return 0
    people, waiting = await roster(db, last_given_to=()), await waiting_cases(db, at)
    hands, given = Hands(people, rule_set(), at), set[int]()
    if any(hands.has_taker(one) for one in waiting):
        await hold_roster(db)
        hands = Hands(await with_loads(db, people), rule_set(), at)
        waiting = await waiting_cases(db, at)
        given = await _give_out(db, hands, waiting, limit)
    await say_why_nobody(db, hands, [one for one in waiting if one.case_id not in given], at)
    return len(given)


async def finds_taker(db: Session, case_id: int, at: datetime) -> bool:
    """Whether somebody can take this case by now. Where nobody can, whoever must know is told."""
    waiting, people = await waiting_cases(db, at, only=case_id), await roster(db, last_given_to=())
    hands = Hands(people, rule_set(), at)
    if any(hands.has_taker(one) for one in waiting):
        return True
    await say_why_nobody(db, hands, waiting, at)
    return False


async def drain_case(db: Session, case: Case, at: datetime, trigger: Trigger = "drained") -> Person | None:
    """One case, which the caller has locked and nobody owns: to whoever can take it now. The decision is stored either way."""
    await db.flush()
    [one] = await waiting_cases(db, at, only=case.id)
    people = await roster(db, last_given_to=())
    if Hands(people, rule_set(), at).has_taker(one):
        await hold_roster(db)
        people = await with_loads(db, people)
    decision = Hands(people, rule_set(), at).decide(one, trigger)
    return await _settle(db, case, decision)


async def _give_out(db: Session, hands: Hands, waiting: list[Waiting], limit: int) -> set[int]:
    given = set[int]()
    for one in hands.in_turn(waiting):
        if len(given) == limit:
            break
        case = (await locked_if_waiting(db, [one.case_id])).get(one.case_id)
        if case is not None and await _settle(db, case, decision := hands.decide(one)):
            hands.give(decision)
            given.add(case.id)
    return given


async def _settle(db: Session, case: Case, decision: Decision) -> Person | None:
    """Store the decision, and hand the case to whom it names."""
    if decision.assignee_id is not None and not await take(db, case, decision.assignee_id):
        return None
    await note_decision(db, case, decision)
    if decision.assignee_id is None:
        return None
    owner = await db.get_one(Person, decision.assignee_id)
    await note_assignment(db, case, owner, by=SYSTEM)
    return owner
