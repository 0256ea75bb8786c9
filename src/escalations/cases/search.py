"""What of a case can be found by searching: its title, all that was said on it, its error codes, how it ended; and its filters.

What a closed case is about is kept too, so that later ones can be held against it.
"""

from collections.abc import Iterable
from typing import Any

from ..platform.db import Session
from ..platform.events import Recorded, on
from ..platform.search import Document, documents_of, facts_of, meaning, refresh_document, refresh_facts
from .events import (
    CaseAssigned,
    CaseClaimed,
    CaseClosed,
    CaseGaveBack,
    CaseMerged,
    CaseOpened,
    CaseRehomed,
    CaseReopened,
    CaseRouted,
    CaseSnoozed,
    CaseSplit,
    CaseStranded,
    CaseTookIn,
    CaseTransferred,
    CaseUnassigned,
    CaseUnmerged,
    CustomerAnswered,
    CustomerWrote,
    FactsCorrected,
    NoteAdded,
    ProposalAdopted,
    SeverityChanged,
    SnoozeEnded,
    SplitTakenBack,
    SwarmEnded,
    TurnChanged,
    WaitEnded,
    WaitStarted,
)
from .models import Case
from .queries import case_with_id, closure_of, entries_of
from .queries.merged import cases_seen_together

KIND = "case"


@on(
    CaseOpened, CustomerWrote, CustomerAnswered, NoteAdded, FactsCorrected, ProposalAdopted, CaseClosed, CaseReopened,
    CaseMerged, CaseTookIn, CaseUnmerged, CaseGaveBack, CaseSplit, SplitTakenBack, once_for="thread",
)  # fmt: skip
async def index_case(db: Session, fact: Recorded[Any]) -> None:
    """What belongs to it changed."""
    await refresh_document(db, KIND, int(fact.thread.partition("/")[2]), case_document)


@on(
    CaseRouted, CaseAssigned, CaseClaimed, CaseUnassigned, CaseStranded, CaseRehomed, CaseTransferred, SwarmEnded, SeverityChanged,
    TurnChanged, WaitStarted, WaitEnded, CaseSnoozed, SnoozeEnded, once_for="thread", covered_by=index_case,
)  # fmt: skip
async def index_facts_of_case(db: Session, fact: Recorded[Any]) -> None:
    await refresh_facts(db, KIND, int(fact.thread.partition("/")[2]), facts_of_case)


@documents_of(KIND)
async def case_document(db: Session, case_id: int) -> Document | None:
    """One for all that are seen together: what a merged case said is found as its survivor."""
    case = await case_with_id(db, case_id)
    if case is None or case.merged_into_id is not None:
        return None
    whole = await cases_seen_together(db, case)
    said = [entry.body for entry in await entries_of(db, case)]
    closure = None if case.is_open else await closure_of(db, case)
    return Document(
        kind=KIND,
        object_id=case.id,
        boundary=case.boundary,
        title=case.title,
        body=body_of([*_told_of(case, whole), *said, closure.note if closure else ""]),
        codes=tuple(dict.fromkeys(code for one in whole for code in one.error_codes)),
        family=case.family,
        tags=tuple(tag for tag in (case.product, case.region) if tag),
        facts=case_facts(case),
        headings=case.title,
        meaning=await meaning(f"{case.title}. {case.description}") if closure else None,
    )


def body_of(parts: Iterable[str]) -> str:
    """What was said twice word for word, as a description is by the case and its first message, counts once."""
    return "\n\n".join(dict.fromkeys(parts)).strip()


def _told_of(case: Case, whole: list[Case]) -> list[str]:
    titles = [one.title for one in whole if one.id != case.id]
    return [*titles, *(one.description for one in whole), *(resource for one in whole for resource in one.resources)]


async def facts_of_case(db: Session, case_id: int) -> tuple[str, ...] | None:
    case = await case_with_id(db, case_id)
    return case_facts(case) if case and case.merged_into_id is None else None


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
