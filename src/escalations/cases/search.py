"""What of a case can be found by searching: its title, all that was said on it, its error codes."""

from ..platform.db import Session
from ..platform.events import Recorded, on
from ..platform.search import Document, refresh_document
from .events import CaseOpened, CustomerAnswered, CustomerWrote, FactsCorrected, NoteAdded
from .queries import case_with_id, entries_of

KIND = "case"


@on(CaseOpened, CustomerWrote, CustomerAnswered, NoteAdded, FactsCorrected)
async def index_case(
    db: Session, fact: Recorded[CaseOpened | CustomerWrote | CustomerAnswered | NoteAdded | FactsCorrected]
) -> None:
    await refresh_document(db, KIND, int(fact.thread.partition("/")[2]), case_document)


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
    )
