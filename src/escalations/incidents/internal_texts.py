"""What we write for ourselves on the incidents of a case."""

from ..cases.gate import InternalText
from ..cases.internal_texts import holds_internal_texts
from ..cases.models import Case
from ..platform.db import Session
from .queries.written import updates_beside_case


@holds_internal_texts
async def texts_of_incidents(db: Session, case: Case) -> list[InternalText]:
    return [InternalText(text, f"an internal update of I-{of}") for of, text in await updates_beside_case(db, case)]
