"""The page of notices: by what they are about as it is called now, read one by one or all at once, and taken back."""

import json
import re

from escalations.cases.actions.visiting import stay_at_case
from escalations.people.queries import unread_groups
from escalations.people.queries.notices import PAGE

from ..builders import a_case
from ..cast import Cast
from ..people.test_notices import tell
from ..support import as_person, browser_of


async def test_the_bell_and_the_page(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await tell(cast.ada, thread=case.subject)
    async with browser_of(cast.ada) as browser:
        assert ">1<" in (await browser.get("/notices/bell")).text
        page = (await browser.get("/notices")).text
        assert "first response is due" in page and "/cases/C-12" in page
        assert case.title in page and f">{case.ref}<" in page
        answer = await browser.submit("/notices/sight", up_to=10**9)
        assert answer.status_code == 303 and answer.headers["Location"] == "/notices"
        assert ">1<" not in (await browser.get("/notices/bell")).text
        assert "Nothing new." in (await browser.get("/notices")).text
        assert "first response is due" in (await browser.get("/notices?view=all")).text


async def test_one_thing_is_read_where_it_stands(cast: Cast) -> None:
    await tell(cast.ada, "one", thread="case/12")
    await tell(cast.ada, "two", thread="case/13")
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/notices/sight", htmx=True, up_to=2**62, thread="case/12")
        assert 'hx-target="#about-case-12"' in answer.text and "row-read" in answer.text
        assert "about-case-13" not in answer.text
        listed = (await browser.get("/notices")).text
        assert "about-case-12" not in listed and "about-case-13" in listed


async def test_all_are_read_and_taken_back_by_what_the_answer_says(cast: Cast) -> None:
    for number in range(3):
        await tell(cast.ada, str(number), thread=f"case/{number}")
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/notices/sight", htmx=True, up_to=2**62)
        toast = json.loads(answer.headers["HX-Trigger"])["toast"]
        assert toast["text"] == "3 notices are read."
        assert "Nothing new." in (await browser.get("/notices")).text
        undone = await browser.submit(toast["undo"]["url"], htmx=True, **toast["undo"]["fields"])
        assert undone.text.count('id="about-case-') >= 3
        assert "3" in (await browser.get("/notices/bell")).text


async def test_what_was_read_by_mistake_is_news_again(cast: Cast) -> None:
    await tell(cast.ada)
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/notices/sight", htmx=True, up_to=2**62, thread="case/12", view="all")
        found = re.search(r'name="first" value="(\d+)"', answer.text)
        assert found
        again = {"first": found[1], "last": found[1], "thread": "case/12", "view": "all"}
        answer = await browser.submit("/notices/sight/withdrawal", **again)
        assert answer.headers["Location"] == "/notices?view=all"
        assert "about-case-12" in (await browser.get("/notices")).text


async def test_a_bad_form_reads_nothing(cast: Cast) -> None:
    await tell(cast.ada)
    async with browser_of(cast.ada) as browser:
        for up_to in ("", "soon", "-1", str(2**63)):
            assert (await browser.submit("/notices/sight", up_to=up_to)).status_code == 303
        assert (await browser.submit("/notices/sight/withdrawal", first="x")).status_code == 303
        assert "about-case-12" in (await browser.get("/notices")).text
        assert (await browser.get("/notices?before=x")).status_code == 404


async def test_older_ones_are_a_page_further(cast: Cast) -> None:
    for number in range(PAGE + 2):
        await tell(cast.ada, str(number), thread=f"case/{number}")
    async with browser_of(cast.ada) as browser:
        page = (await browser.get("/notices")).text
        assert page.count('class="row"') == PAGE
        older = re.search(r'href="(/notices\?before=\d+)"', page)
        assert older
        rest = (await browser.get(older[1])).text
        assert rest.count('class="row"') == 2 and "Mark all as read" not in rest


async def test_who_looks_at_a_case_has_read_what_they_were_told_of_it(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await tell(cast.ben, "one", thread=case.subject)
    await tell(cast.ben, "two", thread="case/999")
    async with as_person(cast.ben) as db:
        await stay_at_case(db, case, "viewing", by=cast.ben)
    async with as_person(cast.ben) as db:
        assert await unread_groups(db, cast.ben) == 1


async def test_every_kind_is_called_by_its_name(cast: Cast) -> None:
    """Also what is gone meanwhile, and what has no name but its reference."""
    kinds = ("incident/9", "spike_alarm/9", "rapid_response/9", "known_issue/9", "rotation/9", "engineering_issue/9")
    for thread in (*kinds, "handover/9", "coverage/public"):
        await tell(cast.ada, thread, thread=thread)
    async with browser_of(cast.ada) as browser:
        page = (await browser.get("/notices")).text
    for words in ("I-9", "KI-9", "EI-9", "Hand-over", "HO-9", "Coverage of"):
        assert words in page
