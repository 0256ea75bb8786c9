from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article
from tests.known_issues.test_pages import parts_of
from tests.support import browser_of

VERBS = ("link", "solution", "rejection", "unlinking")


async def test_the_slot_is_one_fragment_with_evidence_and_keys(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_fitting_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        slot = (await browser.get(f"/cases/{case.ref}/known-issues")).text.strip()
    assert slot.startswith('<div id="case-known-issues"') and slot.endswith("</div>") and "<html" not in slot
    for text in (
        article.title,
        "matched:",
        "Azure Files",
        'data-key="1"',
        "Link",
        "Solved it",
        "Not this",
        "Workaround known, validated",
    ):
        assert text in slot


async def test_the_first_three_suggestions_have_a_key(cast: Cast) -> None:
    for number in range(5):
        await an_article(cast.ada, title=f"Azure Files share cannot be mounted, reason {number}")
    case = await a_fitting_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        slot = (await browser.get(f"/cases/{case.ref}/known-issues")).text
    assert [slot.count(f'data-key="{key}"') for key in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert slot.count('id="offered-') == 5


async def test_a_case_that_nothing_fits_says_so(cast: Cast) -> None:
    case = await a_fitting_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        slot = (await browser.get(f"/cases/{case.ref}/known-issues")).text
        assert "No known issue shares enough words" in slot and f"/known-issues/new?case={case.ref}" in slot


async def test_every_answer_to_a_suggestion_and_back(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_fitting_case(cast.ada)
    url = f"/cases/{case.ref}/known-issues/{article.ref}"
    async with browser_of(cast.ada) as browser:
        for verb, told in (
            ("link", "Solved it"),
            ("solution", "solved it"),
            ("unlinking", "Not this"),
            ("rejection", "1 set aside"),
        ):
            for _ in range(2):
                answer = await browser.submit(f"{url}/{verb}", htmx=True)
                assert parts_of(answer) == {"case-known-issues"} and told in answer.text, verb
        plain = await browser.submit(f"{url}/link")
        assert (plain.status_code, plain.headers["location"]) == (303, f"/cases/{case.ref}")


async def test_an_article_that_nobody_suggested_is_linked_by_its_number(cast: Cast) -> None:
    await an_article(cast.ada, title="Tunnel drops at rekeying", body="Every hour.", family="networking", products=[])
    case = await a_fitting_case(cast.ada)
    url = f"/cases/{case.ref}/known-issues"
    async with browser_of(cast.ada) as browser:
        assert "Write the article&#39;s number" in (await browser.submit(url, htmx=True, article="the tunnel one")).text
        unknown = await browser.submit(url, htmx=True, article="KI-99")
        assert (
            unknown.status_code == 422
            and "There is no known issue KI-99" in unknown.text
            and 'value="KI-99"' in unknown.text
        )
        assert "Tunnel drops" in (await browser.submit(url, htmx=True, article=" ki-1 ")).text


async def test_an_article_of_another_boundary_is_refused_in_words(cast: Cast) -> None:
    article, case = await an_article(cast.ada, "usgov"), await a_fitting_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        refused = await browser.submit(f"/cases/{case.ref}/known-issues/{article.ref}/link", htmx=True)
        assert refused.status_code == 409 and "belongs to usgov" in refused.text


async def test_outsiders_get_nothing_and_auditors_only_look(cast: Cast) -> None:
    article, case = await an_article(cast.ada, "everywhere"), await a_fitting_case(cast.ada)
    german = await a_fitting_case(cast.dora, await a_customer("germany", "Isar Energie"))
    url = f"/cases/{case.ref}/known-issues"
    async with browser_of(cast.cleo) as outsider:
        assert (await outsider.get(url)).status_code == 404
        for verb in VERBS:
            assert (await outsider.submit(f"{url}/{article.ref}/{verb}")).status_code == 404
        assert (await outsider.submit(url, article=article.ref)).status_code == 404
        assert (await outsider.get(f"/cases/{german.ref}/known-issues")).status_code == 200
    async with browser_of(cast.otto) as auditor:
        slot = await auditor.get(url)
        assert slot.status_code == 200 and article.title in slot.text and "<form" not in slot.text
        for verb in VERBS:
            assert (await auditor.submit(f"{url}/{article.ref}/{verb}")).status_code == 403
