"""What of a case can be found by searching: its title, all that was said on it, its error codes; and what it is filtered by."""

from typing import Any

from ..platform.db import Session
from ..platform.events import Recorded, on
from ..platform.search import Document, documents_of, facts_of, refresh_document, refresh_facts
from .events import (
    CaseAssigned,
    CaseClaimed,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    CaseRouted,
    CaseSnoozed,
    CaseTransferred,
    CaseUnassigned,
    CustomerAnswered,
    CustomerWrote,
    FactsCorrected,
    NoteAdded,
    ProposalAdopted,
    SeverityChanged,
    SnoozeEnded,
    SwarmEnded,
    TurnChanged,
    WaitEnded,
    WaitStarted,
)
from .models import Case
from .queries import case_with_id, entries_of

KIND = "case"


@on(CaseOpened, CustomerWrote, CustomerAnswered, NoteAdded, FactsCorrected, ProposalAdopted)
async def index_case(db: Session, fact: Recorded[Any]) -> None:
    await refresh_document(db, KIND, int(fact.thread.partition("/")[2]), case_document)


@on(
    CaseRouted, CaseAssigned, CaseClaimed, CaseUnassigned, CaseTransferred, SwarmEnded, SeverityChanged, TurnChanged,
    WaitStarted, WaitEnded, CaseSnoozed, SnoozeEnded, CaseClosed, CaseReopened,
)  # fmt: skip
async def index_facts_of_case(db: Session, fact: Recorded[Any]) -> None:
    await refresh_facts(db, KIND, int(fact.thread.partition("/")[2]), facts_of_case)


@documents_of(KIND)
async def case_document(db: Session, case_id: int) -> Document | None:
    case = await case_with_id(db, case_id)
    if case is None:
        return None
    said = [entry.body for entry in await entries_of(db, case)]
    return Document(
        kind=KIND,
        object_id=case.id,
        boundary=case.boundary,
        title=case.title,
        body="\n\n".join([case.description, *case.resources, *said]),
        codes=tuple(case.error_codes),
        family=case.family,
        tags=tuple(tag for tag in (case.product, case.region) if tag),
        facts=case_facts(case),
    )


async def facts_of_case(db: Session, case_id: int) -> tuple[str, ...] | None:
    case = await case_with_id(db, case_id)
    return case_facts(case) if case else None


def case_facts(case: Case) -> tuple[str, ...]:
    """What depends on the moment, such as a promise that is late, is none: time alone tells nobody that it has come."""
    standing = {
        "open": case.is_open, "closed": not case.is_open, "unowned": case.is_open and case.owner_id is None,
        "snoozed": case.snoozed_until is not None,
    }  # fmt: skip
    return (
        *facts_of("family", [case.family]), *facts_of("product", [case.product]), *facts_of("region", [case.region]),
        *facts_of("queue", [case.queue]), *facts_of("sev", [case.severity]), *facts_of("customer", [case.customer_id]),
        *facts_of("owner", [case.owner_id]), *facts_of("is", [name for name, is_so in standing.items() if is_so]),
        *facts_of("state", [case.turn] if case.is_open else []),
    )  # fmt: skip
