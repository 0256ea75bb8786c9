"""What of a case can be found by searching: its title, all that was said on it, its error codes, how it ended.

What a closed case is about is kept too, so that later ones can be held against it.
"""

from ..platform.db import Session
from ..platform.events import Event, Recorded, on
from ..platform.search import Document, meaning, refresh_document
from .events import (
    CaseClosed,
    CaseGaveBack,
    CaseMerged,
    CaseOpened,
    CaseReopened,
    CaseSplit,
    CaseTookIn,
    CaseUnmerged,
    CustomerAnswered,
    CustomerWrote,
    FactsCorrected,
    NoteAdded,
)
from .models import Case
from .queries import case_with_id, closure_of, entries_of
from .queries.merged import cases_seen_together

KIND = "case"


@on(
    CaseOpened, CustomerWrote, CustomerAnswered, NoteAdded, FactsCorrected, CaseClosed, CaseReopened, CaseMerged, CaseTookIn, CaseUnmerged, CaseGaveBack, CaseSplit
)  # fmt: skip
async def index_case(db: Session, fact: Recorded[Event]) -> None:
    """What belongs to it changed."""
    await refresh_document(db, KIND, int(fact.thread.partition("/")[2]), case_document)


async def case_document(db: Session, case_id: int) -> Document | None:
    """One for all that are seen together: what a merged case said is found as its survivor."""
    case = await case_with_id(db, case_id)
    if case is None or case.merged_into_id is not None:
        return None
    whole = await cases_seen_together(db, case)
    said = [entry.body for entry in await entries_of(db, case)]
    closure = await closure_of(db, case)
    return Document(
        kind=KIND,
        object_id=case.id,
        boundary=case.boundary,
        title=case.title,
        body="\n\n".join([*_told_of(case, whole), *said, closure.note if closure else ""]).strip(),
        codes=tuple(dict.fromkeys(code for one in whole for code in one.error_codes)),
        family=case.family,
        tags=tuple(tag for tag in (case.product, case.region) if tag),
        headings=case.title,
        meaning=await meaning(f"{case.title}. {case.description}") if closure else None,
    )


def _told_of(case: Case, whole: list[Case]) -> list[str]:
    titles = [one.title for one in whole if one.id != case.id]
    return [*titles, *(one.description for one in whole), *(resource for one in whole for resource in one.resources)]
