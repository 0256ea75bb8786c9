import re

import httpx

from escalations.known_issues.actions import add_article
from escalations.known_issues.queries import article_for
from tests.builders import a_case
from tests.cast import Cast
from tests.known_issues.scenes import BODY, TITLE, an_account, an_article, recorded, reload
from tests.support import Browser, as_person, browser_of, run_jobs

FORM = {
    "title": TITLE,
    "body": BODY,
    "family": "storage",
    "audience": "internal",
    "state": "workaround",
    "boundary": "public",
}


def parts_of(answer: httpx.Response) -> set[str]:
    """The partials of a response, each of which holds the one root it replaces."""
    found = re.findall(r'<hx-partial hx-target="#([\w-]+)" hx-swap="outerMorph">\s*<(\w+) id="([\w-]+)"', answer.text)
    assert all(target == root for target, _, root in found), found
    assert len(found) == answer.text.count("<hx-partial")
    return {target for target, _, _ in found}


def rows_in(answer: httpx.Response) -> list[str]:
    return re.findall(r'id="row-(KI-\d+)"', answer.text)


async def version_in(browser: Browser, ref: str) -> str:
    form = await browser.get(f"/known-issues/{ref}/edit")
    return re.search(r'name="version" value="(\d+)"', form.text)[1]  # type: ignore[index]


async def test_an_empty_list_says_what_would_be_here(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        empty = await browser.get("/known-issues")
        assert empty.status_code == 200 and "Write one while you solve a case" in empty.text
        assert "Write an article" in empty.text
    async with browser_of(cast.otto) as auditor:
        assert "/known-issues/new" not in (await auditor.get("/known-issues")).text
        assert (await auditor.get("/known-issues/new")).status_code == 403


async def test_the_list_is_searched_and_narrowed_by_links(cast: Cast) -> None:
    await an_article(cast.ada)
    await an_article(
        cast.ada,
        title="Tunnel drops at rekeying",
        body="Every hour.",
        family="networking",
        products=[],
        confidence="not_validated",
    )
    await an_article(
        cast.ada,
        title="Redis refuses writes",
        body="OOM command.",
        family="caching_cdn",
        products=[],
        state="investigating",
    )
    async with browser_of(cast.ada) as browser:
        assert rows_in(await browser.get("/known-issues")) == ["KI-3", "KI-2", "KI-1"]
        assert rows_in(await browser.get("/known-issues?q=tunnel")) == ["KI-2"]
        assert rows_in(await browser.get("/known-issues?family=storage")) == ["KI-1"]
        assert rows_in(await browser.get("/known-issues?confidence=not_validated")) == ["KI-2"]
        assert rows_in(await browser.get("/known-issues?state=investigating")) == ["KI-3"]
        assert rows_in(await browser.get("/known-issues?q=drops+every&state=fixed")) == []
        chosen = await browser.get("/known-issues?family=storage")
        assert 'href="/known-issues" aria-current="true">Storage' in chosen.text, (
            "the chosen filter is taken away by its link"
        )
        nothing = await browser.get("/known-issues?q=ferrets")
        assert nothing.status_code == 200 and "No article that you may see fits this" in nothing.text
        marked = await browser.get("/known-issues?q=rekeying")
        assert "<mark>rekeying</mark>" in marked.text


async def test_odd_addresses_of_the_list_are_harmless(cast: Cast) -> None:
    await an_article(cast.ada)
    async with browser_of(cast.ada) as browser:
        for query in (
            "before=yesterday",
            "before=2026-01-01~KI-1",
            "before=2026-01-01T00:00:00%2B00:00~KI-1",
            "q=%00%27%22%28",
            "family=x&state=y",
        ):
            assert (await browser.get(f"/known-issues?{query}")).status_code == 200, query


async def test_more_than_a_page_can_be_turned(cast: Cast) -> None:
    for number in range(52):
        async with as_person(cast.ada) as db:
            await add_article(db, "public", an_account(title=f"Article number {number}"), by=cast.ada)
    async with browser_of(cast.ada) as browser:
        first = await browser.get("/known-issues")
        older = re.search(r'href="(/known-issues\?before=[^"]+)"', first.text)
        assert older is not None and len(rows_in(first)) == 50
        assert rows_in(await browser.get(older[1].replace("&amp;", "&"))) == ["KI-2", "KI-1"]


async def test_the_page_shows_text_facts_and_the_audit_trail_to_those_who_may_read_it(cast: Cast) -> None:
    article = await an_article(
        cast.ada, error_codes=["HTTP 403"], body="## Cause\n\nA **secret** was <script>alert(1)</script> rotated."
    )
    async with browser_of(cast.ada) as browser:
        shown = (await browser.get(f"/known-issues/{article.ref}")).text
        for text in (
            "<h2>Cause</h2>",
            "<strong>secret</strong>",
            "Workaround known",
            "Azure Files",
            "HTTP 403",
            "No case in your sight",
        ):
            assert text in shown
        assert "<script>alert" not in shown and 'href="/audit/' not in shown
    async with browser_of(cast.otto) as auditor:
        shown = (await auditor.get(f"/known-issues/{article.ref}")).text
        assert f'href="/audit/{article.subject}"' in shown and "/edit" not in shown


async def test_an_article_is_written_with_and_without_javascript(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        unsaid = await browser.submit("/known-issues", htmx=True, title="No", boundary="public")
        assert unsaid.status_code == 422 and "At least 5 characters" in unsaid.text and 'value="No"' in unsaid.text
        written = await browser.submit(
            "/known-issues", **FORM, products="Azure Files, Own product", error_codes="HTTP 403; 0x80070035"
        )
        assert (written.status_code, written.headers["location"]) == (303, "/known-issues/KI-1")
        again = await browser.submit("/known-issues", htmx=True, **{**FORM, "boundary": "everywhere"})
        assert again.headers["hx-redirect"] == "/known-issues/KI-2"
        refused = await browser.submit("/known-issues", htmx=True, **{**FORM, "boundary": "germany"})
        assert refused.status_code == 409 and "not cleared" in refused.text and TITLE in refused.text
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, "KI-1")
    assert article.products == ["azure_files", "Own product"] and article.error_codes == ["HTTP 403", "0x80070035"]


async def test_written_from_a_case_it_is_linked_at_once(cast: Cast) -> None:
    case = await a_case(cast.ada, product="azure_files", family="storage")
    async with browser_of(cast.ada) as browser:
        form = await browser.get(f"/known-issues/new?case={case.ref}")
        assert case.title in form.text and "Azure Files" in form.text and "germany" not in form.text
        await browser.submit("/known-issues", **FORM, case=case.ref)
        assert "linked" in (await browser.get(f"/cases/{case.ref}/known-issues")).text
    async with browser_of(cast.cleo) as outsider:
        assert (await outsider.get(f"/known-issues/new?case={case.ref}")).status_code == 404
        assert (
            await outsider.submit("/known-issues", **{**FORM, "boundary": "germany"}, case=case.ref)
        ).status_code == 404


async def test_two_editors_see_each_other_and_lose_nothing(cast: Cast) -> None:
    article = await an_article(cast.ada)
    url = f"/known-issues/{article.ref}/revisions"
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        had = await version_in(ben, article.ref)
        saved = await ada.submit(url, **FORM, version=await version_in(ada, article.ref))
        assert saved.status_code == 303
        mine = {**FORM, "title": "What Ada says of it"}
        assert (await ada.submit(url, **mine, version=await version_in(ada, article.ref))).status_code == 303
        clash = await ben.submit(url, htmx=True, **{**FORM, "body": "What Ben knows of it, at length."}, version=had)
        assert clash.status_code == 409
        assert "What Ada says of it" in clash.text and "What Ben knows of it" in clash.text
        fresh = re.search(r'name="version" value="(\d+)"', clash.text)
        assert fresh is not None
        kept = await ben.submit(url, **{**FORM, "body": "What Ben knows of it, at length."}, version=fresh[1])
        assert kept.status_code == 303
    assert (await reload(cast.ada, article)).body == "What Ben knows of it, at length."


async def test_a_refused_revision_keeps_what_was_typed(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with browser_of(cast.ada) as browser:
        told = {**FORM, "state": "fixed", "title": "It is fixed, somewhere", "version": "1"}
        refused = await browser.submit(f"/known-issues/{article.ref}/revisions", htmx=True, **told)
        assert (
            refused.status_code == 409 and "which release" in refused.text and "It is fixed, somewhere" in refused.text
        )


async def test_trust_and_archive_answer_with_the_parts_that_changed(cast: Cast) -> None:
    article = await an_article(cast.ada, confidence="not_validated")
    url = f"/known-issues/{article.ref}"
    async with browser_of(cast.ada) as browser:
        trusted = await browser.submit(f"{url}/confidence", htmx=True, confidence="validated")
        assert (
            parts_of(trusted) == {"article-head", "article-trust", "article-flags", "article-facts"}
            and "Validated" in trusted.text
        )
        assert (await browser.submit(f"{url}/confidence", confidence="doubtful")).status_code == 422
        unsaid = await browser.submit(f"{url}/archival", htmx=True)
        assert unsaid.status_code == 422 and "Fill this in." in unsaid.text
        archived = await browser.submit(f"{url}/archival", reason="the driver is gone")
        assert (archived.status_code, archived.headers["location"]) == (303, url)
        assert "Archived." in (await browser.get(url)).text
    await run_jobs()
    async with browser_of(cast.ada) as browser:
        assert (
            rows_in(await browser.get("/known-issues")) == rows_in(await browser.get("/known-issues?q=mounted")) == []
        )
        assert rows_in(await browser.get("/known-issues?confidence=archived")) == [article.ref]
        assert rows_in(await browser.get("/known-issues?q=mounted&confidence=archived")) == [article.ref]
    assert (await recorded(article.subject))[-1] == "ArticleArchived"


async def test_outsiders_and_readers_change_nothing_by_hand_made_requests(cast: Cast) -> None:
    article = await an_article(cast.ada)
    url = f"/known-issues/{article.ref}"
    told = {
        "revisions": {**FORM, "version": "1"},
        "confidence": {"confidence": "validated"},
        "archival": {"reason": "because"},
    }
    for person, status in ((cast.cleo, 404), (cast.otto, 403)):
        async with browser_of(person) as browser:
            for verb, fields in told.items():
                title = {"title": "Another title of it"} if verb == "revisions" else {}
                confidence = {"confidence": "not_validated"} if verb == "confidence" else {}
                assert (
                    await browser.submit(f"{url}/{verb}", **{**fields, **title, **confidence})
                ).status_code == status, (person.name, verb)
            assert (await browser.get(f"{url}/edit")).status_code == (403 if person is cast.otto else 404)
    assert await recorded(article.subject) == ["ArticleAdded"]


async def test_a_text_that_is_not_edited_stays_as_it_was_written(cast: Cast) -> None:
    """An imported one answers its questions in an order of its own; the form has them in another."""
    body = "## Cause\nA key was rotated.\n\n## Symptoms\nShares cannot be mounted."
    await an_article(cast.ada, body=body)
    typed = {**FORM, "body": "", "issue": "Shares cannot be mounted.", "cause": "A key was rotated."}
    async with browser_of(cast.ada) as browser:
        edit = await browser.get("/known-issues/KI-1/edit")
        assert "\nShares cannot be mounted.</textarea>" in edit.text and "\nA key was rotated.</textarea>" in edit.text
        version = await version_in(browser, "KI-1")
        saved = await browser.submit(
            "/known-issues/KI-1/revisions", **{**typed, "state": "investigating"}, version=version
        )
        assert saved.status_code == 303
        assert "<h3>Text</h3>" not in (await browser.get("/known-issues/KI-1/versions")).text
    async with as_person(cast.ada) as db:
        article = await article_for(db, cast.ada, "KI-1")
        assert (article.body, article.state) == (body, "investigating")
