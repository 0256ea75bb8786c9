"""Groups are the same however they are counted: kept, walked to, one after the other, or all at once."""

from collections import Counter

import asyncpg
import pytest

from escalations.desk.asking import asking
from escalations.desk.lists.groupings import GROUPINGS
from escalations.desk.lists.queries import groups, list_page, matching
from escalations.desk.lists.shape import Shape
from tests.cast import Cast
from tests.desk.lists.test_lists import many
from tests.support import as_person

__all__ = ["many"]
ASKED = (
    "",
    "sev:a sev:b",
    "is:unowned",
    "waiting:customer",
    "family:storage",
    "boundary:public is:open",
    "region:westeurope",
    "is:mine",
    "is:covered",
)


async def all_pages(cast: Cast, q: str, group: str, limit: int) -> dict[str, tuple[int | None, list[str]]]:
    """The count of each group, which is the same on each page that shows it, and the refs of its cases."""
    found: dict[str, tuple[int | None, list[str]]] = {}
    async with as_person(cast.ada) as db:
        narrowed, after = await matching(db, asking(q), cast.ada), ""
        while True:
            page = await list_page(db, narrowed, Shape(q=q, group=group), after=after, limit=limit)
            for part in page.parts:
                count, refs = found.setdefault(part.id, (part.count, []))
                assert count == part.count
                refs.extend(case.ref for case in part.cases)
            after = page.after
            if not after:
                return found


@pytest.mark.parametrize("wide", [0, 2000])
@pytest.mark.parametrize("q", ASKED)
async def test_each_group_has_as_many_cases_as_it_says(
    cast: Cast, many: set[str], q: str, wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "WIDE", wide)
    monkeypatch.setattr(groups, "FIRST", 2)
    sizes = set()
    for group in GROUPINGS:
        told = await all_pages(cast, q, group, limit=7)
        assert {key: len(refs) for key, (_, refs) in told.items()} == {
            key: count for key, (count, _) in told.items()
        }, group
        shown = [ref for _, refs in told.values() for ref in refs]
        assert max(Counter(shown).values(), default=1) == 1
        sizes.add(len(shown))
    assert len(sizes) == 1, "the same cases, however they are grouped"


async def test_kept_counts_are_asked_where_they_know_enough(
    cast: Cast, many: set[str], admin: asyncpg.Connection
) -> None:
    async with as_person(cast.ada) as db:
        for q, known in {
            "": True,
            "sev:a queue:storage waiting:us is:unowned is:snoozed": True,
            "boundary:public": True,
        }.items():
            assert ((await matching(db, asking(q), cast.ada)).kept is not None) == known, q
        for q in (
            "region:westeurope",
            "is:mine",
            "is:breached",
            "is:covered",
            "age:>1d",
            "mount",
            "is:closed",
            "owner:ada",
            "product:blob",
        ):
            assert (await matching(db, asking(q), cast.ada)).kept is None, q
