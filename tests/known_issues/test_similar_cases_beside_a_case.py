"""The slot on the page of a case, and the same for programs."""

import pytest

from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import an_article
from tests.known_issues.test_pages import parts_of
from tests.known_issues.test_similar_cases import a_closed_case, a_like_case
from tests.support import Browser, browser_of, program_of
from tests.work import statements

VERBS = ("link", "rejection", "withdrawal")


async def similar_beside(browser: Browser, ref: str) -> str:
    """They stand under the known issues, in the same part of the page."""
    slot = await browser.get(f"/cases/{ref}/known-issues")
    assert slot.status_code == 200 and "<html" not in slot.text
    return '<div id="case-similar"' + slot.text.strip().partition('<div id="case-similar"')[2]


async def test_the_slot_tells_how_it_ended_with_one_key_for_each_answer_and_no_customer(cast: Cast) -> None:
    article = await an_article(cast.ada)
    closed = await a_closed_case(cast.ada, await a_customer(name="Harbour Foods"), article=article)
    second, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        assert f'hx-get="/cases/{case.ref}/known-issues"' in (await browser.get(f"/cases/{case.ref}")).text
        slot = await similar_beside(browser, case.ref)
    for text in (closed.ref, second.ref, f"resolved by {article.ref}: The key in the secret was old.", "same product"):
        assert text in slot
    assert [slot.count(f'data-key="{key}"') for key in ("4", "5", "u")] == [1, 1, 1] and "Harbour Foods" not in slot


async def test_cases_like_it_are_looked_for_once_for_both(cast: Cast) -> None:
    """What solved them is suggested among the known issues."""
    article = await an_article(cast.ada)
    await a_closed_case(cast.ada, article=article)
    case = await a_like_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        with statements() as asked:
            slot = (await browser.get(f"/cases/{case.ref}/known-issues")).text
    assert article.ref in slot and 'id="case-similar"' in slot
    assert len([one for one in asked if "search_documents" in one]) == 2, "one for articles, one for cases"


async def test_a_case_that_nothing_closed_is_like_says_nothing(cast: Cast) -> None:
    case = await a_like_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        assert await similar_beside(browser, case.ref) == '<div id="case-similar"></div>'


async def test_every_answer_twice_and_back(cast: Cast) -> None:
    closed, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    url = f"/cases/{case.ref}/similar-cases/{closed.ref}"
    async with browser_of(cast.ada) as browser:
        for verb, told in (("rejection", "1 set aside"), ("withdrawal", "Not this"), ("link", "related to")):
            for _ in range(2):
                answer = await browser.submit(f"{url}/{verb}", htmx=True)
                assert parts_of(answer) == {"case-similar", "case-links"} and told in answer.text, verb
        refused = await browser.submit(f"{url}/rejection", htmx=True)
        assert refused.status_code == 409 and "Remove the link first" in refused.text
        plain = await browser.submit(f"{url}/withdrawal")
        assert (plain.status_code, plain.headers["location"]) == (303, f"/cases/{case.ref}")


async def test_outsiders_get_nothing_and_auditors_only_look(cast: Cast) -> None:
    closed, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    german = await a_closed_case(cast.dora, await a_customer("germany", "Isar Energie"))
    url = f"/cases/{case.ref}/similar-cases"
    async with browser_of(cast.cleo) as outsider, program_of(cast.cleo) as program:
        assert (
            (await outsider.get(f"/cases/{case.ref}/known-issues")).status_code
            == 404
            == (await program.get(f"/api{url}")).status_code
        )
        for verb in VERBS:
            assert (await outsider.submit(f"{url}/{closed.ref}/{verb}")).status_code == 404
            assert (await outsider.submit(f"/cases/{german.ref}/similar-cases/{case.ref}/{verb}")).status_code == 404
            assert (await program.post(f"/api{url}/{closed.ref}/{verb}")).status_code == 404
    async with browser_of(cast.dora) as both:
        assert german.ref not in await similar_beside(both, case.ref)
        across = await both.submit(f"{url}/{german.ref}/link", htmx=True)
        assert across.status_code == 409 and "belongs to germany" in across.text
    async with browser_of(cast.otto) as auditor, program_of(cast.otto) as program:
        slot = await similar_beside(auditor, case.ref)
        assert closed.title in slot and "<form" not in slot
        for verb in VERBS:
            assert (await auditor.submit(f"{url}/{closed.ref}/{verb}")).status_code == 403
            assert (await program.post(f"/api{url}/{closed.ref}/{verb}")).status_code == 403


async def test_programs_read_and_answer_the_same(cast: Cast) -> None:
    closed, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    url = f"/api/cases/{case.ref}/similar-cases"
    async with program_of(cast.ada) as program:
        (one,) = (await program.get(url)).json()["similar"]
        assert (one["ref"], one["outcome"]) == (closed.ref, "Fixed: The key in the secret was old.")
        assert one["score"] > 0 and one["evidence"]
        aside = await program.post(f"{url}/{closed.ref}/rejection")
        assert aside.status_code == 201 and [row["ref"] for row in aside.json()["set_aside"]] == [closed.ref]
        assert aside.json()["set_aside"][0]["by"] == "Ada" and aside.json()["similar"] == []
        assert len((await program.post(f"{url}/{closed.ref}/withdrawal")).json()["similar"]) == 1
        assert (await program.post(f"{url}/{closed.ref}/link")).json() == {"similar": [], "set_aside": []}
        assert (await program.post(f"{url}/C-999/link")).status_code == 404


@pytest.mark.usefixtures("search_engine")
async def test_the_search_engine_finds_them_too(cast: Cast) -> None:
    closed, case = await a_closed_case(cast.ada), await a_like_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        assert closed.ref in await similar_beside(browser, case.ref)
