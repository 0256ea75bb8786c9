"""What the page of a case asks the database for."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from escalations.cases.actions import link_cases
from escalations.cases.models import Case
from escalations.platform.db import engine
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import Browser, as_person, browser_of

MOST = 5
"""Who asks; the case with all there is one of; what was said; what happened; its clocks."""


@contextmanager
def statements() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(engine().sync_engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine().sync_engine, "before_cursor_execute", note)


async def _asked(browser: Browser, case: Case) -> tuple[int, str]:
    with statements() as asked:
        html = (await browser.get(f"/cases/{case.ref}")).text
    return len(asked), html


async def test_a_page_asks_only_for_what_there_is(cast: Cast) -> None:
    case, other = await a_case(cast.ada), await a_case(cast.ada, await a_customer(name="Brightwater Health"))
    async with browser_of(cast.ada) as ada:
        plain, _ = await _asked(ada, case)
        assert plain <= MOST
        async with as_person(cast.ada) as db:
            await link_cases(db, case, other, "related", "the same share", by=cast.ada)
        told = {"severity": "A", "kind": "assessed", "version": str(case.version), "reason": "All shops are down."}
        await ada.submit(f"/cases/{case.ref}/severity", **told, always_contact_id=str(case.contact_id))
        with_more, html = await _asked(ada, case)
        assert plain < with_more <= MOST + 2
        assert other.ref in html and "We assess B → A" in html
        from_there, html = await _asked(ada, other)
        assert from_there == plain + 1 and case.ref in html, "a link is seen from its other end as well"
