"""How many cases a list has, as far as it is known without counting, and how many each of several views shows."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ....people.models import Person
from ....platform.db import Session
from ...asking import asking
from ..models import SavedView
from .kept import kept_total
from .matching import COUNTED_TO, Matching, countable, counted, matching
from .pages import ListPage


async def count_at_hand(db: Session, found: Matching, listed: ListPage, *, begun: bool) -> str | None:
    """Of what is all on one page, of what was found by words, and of what counts are kept. None where cases would have to be looked for
    that the page does not show; `begun` further down."""
    if not begun and not listed.after:
        return str(len(listed.cases))
    if found.few:
        return counted_words(await counted(db, found))
    return None if found.kept is None else str(await kept_total(db, found.kept))


async def counts_of(db: Session, views: Sequence[SavedView], person: Person) -> dict[int, int]:
    """Views with free words are left out: those would have to be searched for. One statement for all, none counted further than a page needs."""
    asked = {view.id: asking(view.words) for view in views}
    plain = {view_id: await matching(db, words, person) for view_id, words in asked.items() if not words.text}
    if not plain:
        return {}
    some = [countable(found).subquery() for found in plain.values()]
    counts = [select(func.count()).select_from(one).scalar_subquery() for one in some]
    return dict(zip(plain, (await db.execute(select(*counts))).one(), strict=True))


def counted_words(count: int) -> str:
    return f"{COUNTED_TO}+" if count > COUNTED_TO else f"{count}"
