"""What of a case can be found by searching: its title, all that was said on it, its error codes, how it ended.

What a closed case is about is kept too, so that later ones can be held against it.
"""

from ..platform.db import Session
from ..platform.events import Event, Recorded, on
from ..platform.search import Document, meaning, refresh_document
from .events import CaseClosed, CaseOpened, CaseReopened, CustomerAnswered, CustomerWrote, FactsCorrected, NoteAdded
from .queries import case_with_id, closure_of, entries_of

KIND = "case"


@on(CaseOpened, CustomerWrote, CustomerAnswered, NoteAdded, FactsCorrected, CaseClosed, CaseReopened)
async def index_case(db: Session, fact: Recorded[Event]) -> None:
    await refresh_document(db, KIND, int(fact.thread.partition("/")[2]), case_document)


async def case_document(db: Session, case_id: int) -> Document | None:
    case = await case_with_id(db, case_id)
    if case is None:
        return None
    said = [entry.body for entry in await entries_of(db, case)]
    closure = await closure_of(db, case)
    return Document(
        kind=KIND,
        object_id=case.id,
        boundary=case.boundary,
        title=case.title,
        body="\n\n".join([case.description, *case.resources, *said, closure.note if closure else ""]).strip(),
        codes=tuple(case.error_codes),
        family=case.family,
        tags=tuple(tag for tag in (case.product, case.region) if tag),
        headings=case.title,
        meaning=await meaning(f"{case.title}. {case.description}") if closure else None,
    )
