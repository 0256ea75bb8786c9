import pytest

from escalations.cases.models import Case
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import browser_of, program_of, run_jobs


def found_link(case: Case) -> str:
    return f'href="/cases/{case.ref}"'


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("C-12", "/cases/C-12"),
        ("i-3", "/incidents/I-3"),
        (" KI-4 ", "/known-issues/KI-4"),
        ("e-5", "/escalations/E-5"),
        ("CU-6", "/customers/CU-6"),
    ],
)
async def test_a_reference_goes_straight_there(cast: Cast, typed: str, there: str) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.get("/search", params={"q": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, there)


@pytest.mark.parametrize("rule", ["-" * 60, "-- \n" * 60, "- " * 60, "-_" * 60, "=-" * 60])
async def test_a_line_that_was_pasted_along_changes_nothing(cast: Cast, rule: str) -> None:
    case = await a_case(cast.ada, title="Lighthouse exporter stopped")
    await run_jobs()
    async with browser_of(cast.ada) as browser:
        for page in ("/search", "/search/suggestions", "/cases"):
            assert found_link(case) in (await browser.get(page, params={"q": f"lighthouse {rule}"})).text, page
        assert found_link(case) not in (await browser.get("/search", params={"q": "lighthouse -exporter"})).text


async def test_words_find_cases_with_what_was_found_marked(cast: Cast) -> None:
    case = await a_case(cast.ada, title="Lighthouse exporter stopped")
    await a_case(cast.ada, await a_customer(name="Cedar Bank"), title="Invoices arrive twice")
    await run_jobs()
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/search", params={"q": "lighthouse exporter"})).text
    assert (
        found_link(case) in html
        and "<mark>Lighthouse</mark>" in html
        and "1 found" in html
        and "severity B · Harbour Foods · " in html
    )
    assert "Invoices" not in html and 'hx-trigger="input changed' in html


async def test_who_still_types_a_reference_is_not_carried_away(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.get("/search?q=c-1", headers={"HX-Request": "true"})
    assert (
        answer.status_code == 200
        and "HX-Redirect" not in answer.headers
        and 'href="/cases/C-1">Open C-1</a>' in answer.text
    )


async def test_search_is_for_every_role_and_stays_within_sight(cast: Cast) -> None:
    american = await a_case(
        cast.ada, await a_customer("usgov", "Bureau of Charts"), title="Lighthouse exporter stopped"
    )
    await run_jobs()
    seeing = {"ada", "ben", "dora", "rex", "adam"}
    for name, person in vars(cast).items():
        async with browser_of(person) as browser, program_of(person) as program:
            answer = await browser.get("/search?q=lighthouse")
            found = (await program.get("/api/search?q=lighthouse")).json()
        assert answer.status_code == 200
        assert (
            (found_link(american) in answer.text)
            == (name in seeing)
            == ([one["ref"] for one in found] == [american.ref])
        ), name


async def test_one_kind_alone_and_kinds_that_are_not_there(cast: Cast) -> None:
    case = await a_case(cast.ada, title="Lighthouse exporter stopped")
    await run_jobs()
    async with browser_of(cast.ada) as browser:
        assert found_link(case) in (await browser.get("/search?q=lighthouse+kind:case")).text
        assert found_link(case) not in (await browser.get("/search?q=lighthouse+kind:customer")).text
        assert found_link(case) in (await browser.get("/search?q=lighthouse+kind:nonsense")).text


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "zzzzqqqq",
        '"',
        "'; DROP TABLE event; --",
        "a" * 5000,
        "\x00",
        "-minus",
        "<script>alert(1)</script>",
        "((",
    ],
)
async def test_any_text_may_be_typed(cast: Cast, typed: str) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.get("/search", params={"q": typed})
    assert answer.status_code == 200 and "<script>alert" not in answer.text
