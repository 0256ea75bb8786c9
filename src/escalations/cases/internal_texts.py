"""What was written about a case for ourselves. A room above registers what it holds; the reply gate keeps it from customers."""

from collections.abc import Awaitable, Callable

from ..platform.db import Session
from .gate import InternalText
from .models import Case

Source = Callable[[Session, Case], Awaitable[list[InternalText]]]
_sources: list[Source] = []


def holds_internal_texts(source: Source) -> Source:
    """Register where texts about a case stand that no customer may read. `where` ends the sentence "This stands in …"."""
    _sources.append(source)
    return source


async def internal_texts_of(db: Session, case: Case) -> tuple[InternalText, ...]:
    return tuple([text for source in _sources for text in await source(db, case)])
