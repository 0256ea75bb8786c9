"""Articles linked to a case whose text may not be quoted to a customer."""

from ..cases.gate import InternalText
from ..cases.internal_texts import holds_internal_texts
from ..cases.models import Case
from ..platform.db import Session
from .queries.beside import inside_articles_of


@holds_internal_texts
async def texts_of_articles(db: Session, case: Case) -> list[InternalText]:
    return [
        InternalText(body, f"KI-{of}, which is not for customers") for of, body in await inside_articles_of(db, case)
    ]
