"""What cases do when something is announced: by the clocks below them, by people, or by cases themselves."""

from collections.abc import Iterable

from ..catalog.loading import catalogue
from ..clocks.actions.telling import DUTY_LEAD, concerns_leads, still_so, tell_of_clock
from ..clocks.events import ClockBreached, ClockMended, ClockRetargeted, ClockWarned
from ..coverage.queries import people_on_duty
from ..people.actions import give_notice
from ..people.events import (
    ClearanceGranted,
    ClearanceRevoked,
    PersonDisabled,
    PersonEnabled,
    PresenceChanged,
    RosterChanged,
)
from ..people.models import Person
from ..platform import jobs
from ..platform.db import Session
from ..platform.events import Event, Recorded, on
from ..platform.time import now
from .actions.accounting import account_for_time
from .actions.draining import finds_taker
from .actions.timing import refresh_due
from .events import (
    CaseClosed,
    CaseRehomed,
    CaseReopened,
    CaseRouted,
    CaseTransferred,
    CaseUnassigned,
    FactsCorrected,
    PersonMentioned,
    SeverityChanged,
    SnoozeEnded,
    SwarmEnded,
    TurnChanged,
    WaitEnded,
    WaitStarted,
)
from .queries import case_with_id, people_on
from .queries.mentions import may_see
from .queries.waiting import anything_waits
from .sweeps import TEND


@on(ClockRetargeted, ClockMended)
async def follow_the_clock(db: Session, fact: Recorded[ClockRetargeted | ClockMended]) -> None:
    """New hours and new policies move due times outside the verbs of a case; its cached due time follows."""
    case = await case_with_id(db, fact.event.case_id, lock=True)
    if case is not None and case.is_open:
        await refresh_due(db, case)


@on(ClockWarned, ClockBreached, when=lambda told: told.holder == "support")
async def tell_of_our_clocks(db: Session, fact: Recorded[ClockWarned | ClockBreached]) -> None:
    """The owner; the duty lead too when it gets urgent, and in the owner's place where nobody owns the case."""
    case = await case_with_id(db, fact.event.case_id)
    if case is None or not case.is_open or not await still_so(db, fact):
        return
    customer, _, owner = await people_on(db, case)
    leads = [] if owner and not await concerns_leads(db, fact) else await people_on_duty(db, DUTY_LEAD, case.boundary)
    named = f"{case.ref} ({customer.name})"
    told = {person.id: person for person in (*([owner] if owner else []), *leads)}
    await tell_of_clock(db, told.values(), fact, about=case, named=named, page=f"/cases/{case.ref}")


@on(CaseClosed)
async def keep_its_time(db: Session, fact: Recorded[CaseClosed]) -> None:
    case = await case_with_id(db, int(fact.subject.removeprefix("case/")))
    if case is not None:
        await account_for_time(db, case)


@on(CaseRouted, once_for="boundary", when=lambda told: not told.given and not told.weighed)
@on(
    CaseUnassigned, CaseTransferred, CaseClosed, CaseReopened, WaitStarted, WaitEnded, SnoozeEnded, TurnChanged,
    SeverityChanged, FactsCorrected, SwarmEnded, CaseRehomed, once_for="boundary",
)  # fmt: skip
async def give_out_what_waits(db: Session, fact: Recorded[Event]) -> None:
    """Somebody has room again, or something waits that did not."""
    if fact.boundary and await anything_waits(db):
        await _tend(db, [fact.boundary])


@on(CaseRouted, when=lambda told: told.weighed)
async def give_out_what_came(db: Session, fact: Recorded[CaseRouted]) -> None:
    """Nobody could take it when it came. Only where somebody can by now everything that waits is given out, in its order."""
    if fact.boundary and await finds_taker(db, int(fact.subject.removeprefix("case/")), now()):
        await _tend(db, [fact.boundary])


@on(ClearanceGranted, ClearanceRevoked)
async def follow_clearances(db: Session, fact: Recorded[ClearanceGranted | ClearanceRevoked]) -> None:
    await _tend(db, [fact.event.clearance])


@on(PresenceChanged, RosterChanged, PersonDisabled, PersonEnabled)
async def follow_people(db: Session, fact: Recorded[Event]) -> None:
    """They may own cases, or could take some, in any boundary."""
    await _tend(db, catalogue().boundaries)


async def _tend(db: Session, boundaries: Iterable[str]) -> None:
    """However much is announced at once, each boundary is tended once. What is missed while that runs, the sweep sees."""
    await jobs.enqueue(db, [jobs.Job(TEND, {"boundary": one}, key=f"{TEND}/{one}") for one in sorted(boundaries)])


@on(PersonMentioned)
async def tell_the_mentioned(db: Session, fact: Recorded[PersonMentioned]) -> None:
    case = await case_with_id(db, int(fact.subject.partition("/")[2]))
    person = await db.get(Person, fact.event.person_id)
    if case is not None and person is not None and await may_see(db, case, [person.id]):
        page = f"/cases/{case.ref}#entry-{fact.event.entry_id}"
        text = f"{fact.actor_name} mentioned you in a note on {case.ref}."
        await give_notice(
            db, [person], about=case, page=page, text=text, key=f"mentioned-{fact.event.entry_id}", mailed=True
        )
