from typing import Any

import httpx

from tests.builders import a_case
from tests.cast import Cast
from tests.known_issues.scenes import BODY, TITLE, a_fitting_case, an_article
from tests.support import program_of, run_jobs

ARTICLE = {"title": TITLE, "body": BODY, "family": "storage", "products": ["Azure Files"], "error_codes": ["HTTP 403"]}


async def said(program: httpx.AsyncClient, url: str, status: int = 201, **body: object) -> Any:
    answer = await program.post(url, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_an_article_from_its_writing_to_the_archive(cast: Cast) -> None:
    async with program_of(cast.ada) as program:
        written = await said(program, "/api/known-issues", **ARTICLE, boundary="everywhere")
        assert written["article"]["ref"] == "KI-1" and written["article"]["products"] == ["azure_files"]
        await run_jobs()
        assert [line["ref"] for line in (await program.get("/api/known-issues?q=mounted")).json()] == ["KI-1"]
        assert (await program.get("/api/known-issues?family=identity")).json() == []
        assert (await program.get("/api/known-issues?state=fixed")).json() == []
        revised = await said(
            program, "/api/known-issues/KI-1/revisions", **{**ARTICLE, "title": "Another title"}, version=1
        )
        assert (revised["article"]["title"], revised["article"]["version"]) == ("Another title", 2)
        stale = await said(program, "/api/known-issues/KI-1/revisions", 409, **ARTICLE, version=1)
        assert "you had version 1" in stale["detail"]
        trusted = await said(program, "/api/known-issues/KI-1/confidence", confidence="validated")
        assert trusted["article"]["confidence"] == "validated"
        gone = await said(program, "/api/known-issues/KI-1/archival", reason="outdated")
        assert gone["article"]["confidence"] == "archived"
        assert (await program.get("/api/known-issues/KI-1")).json()["uses"] == {}
        assert (await program.post("/api/known-issues", json={"title": "x"})).status_code == 400


async def test_links_and_suggestions_of_a_case(cast: Cast) -> None:
    article, case = await an_article(cast.ada), await a_fitting_case(cast.ada)
    async with program_of(cast.ada) as program:
        url = f"/api/cases/{case.ref}/known-issues"
        (suggestion,) = (await program.get(url)).json()["suggestions"]
        assert suggestion["ref"] == article.ref and "Azure Files" in suggestion["evidence"]
        linked = await said(program, url, article=article.ref)
        assert linked["kind"] == "referenced"
        assert (await said(program, f"{url}/{article.ref}/solution"))["kind"] == "resolved_by"
        beside = (await program.get(url)).json()
        assert [link["kind"] for link in beside["links"]] == ["resolved_by"] and beside["suggestions"] == []
        assert (await program.get(f"/api/known-issues/{article.ref}")).json()["uses"] == {"resolved_by": 1}
        assert (await said(program, f"{url}/{article.ref}/unlinking", 200))["links"] == []
        assert (await program.post(url, json={"article": "seven"})).status_code == 400
        await said(program, url, 404, article="KI-99")


async def test_who_may_not_is_told_so(cast: Cast) -> None:
    article, case = await an_article(cast.ada, "everywhere"), await a_case(cast.ada)
    async with program_of(cast.otto) as auditor:
        await said(auditor, "/api/known-issues", 403, **ARTICLE, boundary="public")
        await said(auditor, f"/api/cases/{case.ref}/known-issues", 403, article=article.ref)
    async with program_of(cast.cleo) as outsider:
        await said(outsider, f"/api/cases/{case.ref}/known-issues", 404, article=article.ref)
        await said(outsider, "/api/known-issues", 409, **ARTICLE, boundary="public")
