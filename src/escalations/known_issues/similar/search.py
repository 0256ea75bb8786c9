"""What is kept of closed cases for holding later ones against them, made anew where it was not kept yet."""

from typing import Any

from ...cases.search import case_document
from ...platform import jobs
from ...platform.db import Scope, Session, nothing_to_record, transaction
from ...platform.search import Document, index_documents
from .queries import closed_without_meaning

AT_ONCE, MOST = 50, 50_000
"""Of each boundary the newest: about 20 ms each, and what is older teaches little."""


@jobs.job("closed_case_documents")
async def index_closed_cases(payload: dict[str, Any]) -> None:
    """After an upgrade, an import or a new demo world. Begun again, it goes on where it stopped."""
    before, done = None, 0
    while done < MOST:
        async with transaction(Scope.system(payload["boundary"])) as db:
            nothing_to_record(db, "the index follows from the cases")
            ids = await closed_without_meaning(db, payload["boundary"], before, AT_ONCE)
            await index_documents(db, await _documents(db, ids))
        if not ids:
            return
        before, done = ids[-1], done + len(ids)


async def _documents(db: Session, ids: list[int]) -> list[Document]:
    return [document for number in ids if (document := await case_document(db, number))]
