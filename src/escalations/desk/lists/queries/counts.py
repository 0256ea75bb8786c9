"""How many cases each of several views shows: one statement for all of them, none counted further than a page needs."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ....people.models import Person
from ....platform.db import Session
from ...asking import asking
from ..models import SavedView
from .matching import COUNTED_TO, countable, matching


async def counts_of(db: Session, views: Sequence[SavedView], person: Person) -> dict[int, int]:
    """Views with free words are left out: those would have to be searched for."""
    asked = {view.id: asking(view.words) for view in views}
    plain = {view_id: await matching(db, words, person) for view_id, words in asked.items() if not words.text}
    if not plain:
        return {}
    some = [countable(found).subquery() for found in plain.values()]
    counts = [select(func.count()).select_from(one).scalar_subquery() for one in some]
    return dict(zip(plain, (await db.execute(select(*counts))).one(), strict=True))


def counted_words(count: int) -> str:
    return f"{COUNTED_TO}+" if count > COUNTED_TO else f"{count}"
