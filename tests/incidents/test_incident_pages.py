import re
from datetime import timedelta

import httpx

from escalations.incidents.actions import confirm_link
from escalations.incidents.queries import incident_for, updates_of
from escalations.platform.time import now
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import Browser, as_person, browser_of, run_jobs

TOLD = {
    "title": "Azure Files shares do not mount", "summary": "Front ends drop the session.", "severity": "A", "boundary": "public",
    "products": ["azure_files", "blob_storage"], "regions": ["westeurope"],
}  # fmt: skip


NEW_VERBS = (
    "batches", "subscriptions", "subscriptions/removals", "estimates", "merging", "unmerging", "splits", "batches/1/undoing",
    "updates/1/spreading",
)  # fmt: skip


def told(**more: object) -> dict[str, object]:
    return {**TOLD, "started_at": f"{now() - timedelta(hours=1):%Y-%m-%dT%H:%M}", **more}


def parts_of(answer: httpx.Response) -> set[str]:
    """The partials of a response, each of which holds the one root it replaces."""
    found = re.findall(r'<hx-partial hx-target="#([\w-]+)" hx-swap="outerMorph">\s*<(\w+) id="([\w-]+)"', answer.text)
    assert all(target == root for target, _, root in found), found
    assert len(found) == answer.text.count("<hx-partial")
    return {target for target, _, _ in found}


async def version_in(browser: Browser, ref: str) -> str:
    form = await browser.get(f"/incidents/{ref}/edit")
    return re.search(r'name="version" value="(\d+)"', form.text)[1]  # type: ignore[index]


async def test_the_list_shows_what_is_not_over_with_its_impact(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    async with as_person(cast.ada) as db:
        await confirm_link(db, case, incident, by=cast.ada)
    async with browser_of(cast.ada) as browser:
        shown = await browser.get("/incidents")
        assert shown.status_code == 200
        for text in (
            incident.title,
            "1 customer",
            "1 case",
            "for 1 h",
            "West Europe",
            "Azure Files",
            "topic=incident&topic=notices/",
        ):
            assert text in shown.text
        assert "Declare an incident" not in shown.text
        assert "no earlier incidents" in (await browser.get("/incidents?before=I-1")).text
        assert (await browser.get("/incidents?before=nonsense")).status_code == 200


async def test_the_page_shows_everything_and_offers_only_what_one_may(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_hit_case(cast.ada, await a_customer(covered=True))
    await run_jobs()
    async with browser_of(cast.dora) as lead, browser_of(cast.otto) as auditor:
        for_lead, for_auditor = (
            await lead.get(f"/incidents/{incident.ref}"),
            await auditor.get(f"/incidents/{incident.ref}"),
        )
    for text in (
        case.title,
        "product Azure Files",
        "problem started 12 min after the incident",
        'data-key="y"',
        f"topic=incident/{incident.id}",
    ):
        assert text in for_lead.text.replace("%2F", "/")
    assert "Mark mitigated" in for_lead.text and "Mark mitigated" not in for_auditor.text
    assert "/confirmation" not in for_auditor.text and "Audit trail" in for_auditor.text


async def test_outsiders_get_a_404_and_nothing_else(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with browser_of(cast.cleo) as browser:
        assert incident.title not in (await browser.get("/incidents")).text
        for url in (f"/incidents/{incident.ref}", f"/incidents/{incident.ref}/edit", "/incidents/I-x"):
            assert (await browser.get(url)).status_code in (403, 404)
        for verb in (
            "updates",
            "mitigation",
            "resolution",
            "reactivations",
            "revisions",
            "confirmed-suggestions",
            *NEW_VERBS,
        ):
            assert (await browser.submit(f"/incidents/{incident.ref}/{verb}", text="x" * 9)).status_code == 404


async def test_auditors_are_refused_every_verb(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    said = {
        "text": "Hello there",
        "note": "Hello there",
        "root_cause": "Hello there",
        "reason": "because",
        "link": "C-1.0",
        "codes": "sub-1",
        "code": "sub-1",
        "customers": "3",
        "source": "a guess",
        "into": incident.ref,
        "state": "confirmed",
        **told(version=1),
    }
    async with browser_of(cast.otto) as browser:
        assert (await browser.get("/incidents/new")).status_code == 403
        assert (await browser.submit("/incidents", **said)).status_code == 403
        for verb in (
            "updates",
            "mitigation",
            "resolution",
            "reactivations",
            "revisions",
            "confirmed-suggestions",
            *NEW_VERBS[:-2],
        ):
            assert (await browser.submit(f"/incidents/{incident.ref}/{verb}", **said)).status_code == 403, verb
        for verb in ("confirmation", "rejection"):
            assert (await browser.submit(f"/incidents/{incident.ref}/cases/{case.ref}/{verb}")).status_code == 403


async def test_declaring_without_javascript_and_the_form_back_with_what_was_typed(cast: Cast) -> None:
    async with browser_of(cast.dora) as browser:
        assert "Azure Files" in (await browser.get("/incidents/new")).text
        bad = await browser.submit("/incidents", **told(title=""))
        assert bad.status_code == 422 and "Fill this in." in bad.text and "Front ends drop the session." in bad.text
        assert re.search(r'value="azure_files" checked', bad.text)
        wrong = await browser.submit("/incidents", **told(regions=["usgovvirginia"]))
        assert wrong.status_code == 409 and "Choose regions of public" in wrong.text
        done = await browser.submit("/incidents", **told())
        again = await browser.submit("/incidents", **told())
    assert done.status_code == 303 and done.headers["location"] == again.headers["location"]
    async with as_person(cast.ada) as db:
        incident = await incident_for(db, cast.ada, done.headers["location"].split("/")[-1])
        assert incident.products == ["azure_files", "blob_storage"]


async def test_declaring_from_a_case_brings_its_facts_along_and_links_it(cast: Cast) -> None:
    case = await a_hit_case(cast.ada)
    async with browser_of(cast.dora) as browser:
        form = await browser.get(f"/incidents/new?case={case.ref}")
        assert case.title in form.text and re.search(r'value="westeurope" checked', form.text)
        done = await browser.submit("/incidents", htmx=True, **told(case=case.ref))
        assert done.status_code == 200
        assert "1 case" in (await browser.get(done.headers["HX-Redirect"])).text


async def test_both_sides_of_a_conflict_are_shown_and_what_was_typed_is_kept(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with browser_of(cast.dora) as mine, browser_of(cast.rex) as theirs:
        version = await version_in(mine, incident.ref)
        url = f"/incidents/{incident.ref}/revisions"
        assert (
            await theirs.submit(url, **told(version=version, severity="B", summary="Saved by Rex."))
        ).status_code == 303
        conflict = await mine.submit(url, **told(version=version, severity="C", summary="Typed by Dora."))
        assert conflict.status_code == 409
        assert "Saved by Rex." in conflict.text and "Typed by Dora." in conflict.text
        now_there = re.search(r'name="version" value="(\d+)"', conflict.text)[1]  # type: ignore[index]
        assert (
            await mine.submit(url, **told(version=now_there, severity="C", summary="Typed by Dora."))
        ).status_code == 303
    async with as_person(cast.ada) as db:
        assert (await incident_for(db, cast.ada, incident.ref)).summary == "Typed by Dora."


async def test_saving_an_untouched_form_changes_nothing(cast: Cast) -> None:
    incident = await an_incident(cast.dora, summary="Two lines\nof text.")
    async with browser_of(cast.dora) as browser:
        form = await browser.get(f"/incidents/{incident.ref}/edit")
        started = re.search(r'name="started_at"[^>]* value="([^"]+)"', form.text)[1]  # type: ignore[index]
        same = told(
            title=incident.title,
            summary="Two lines\r\nof text.",
            started_at=started,
            products=["azure_files"],
            version=1,
        )
        assert (await browser.submit(f"/incidents/{incident.ref}/revisions", **same)).status_code == 303
        assert await version_in(browser, incident.ref) == "1"


async def test_verbs_answer_with_the_parts_that_changed(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    page = f"/incidents/{incident.ref}"
    every = {
        f"incident-{part}"
        for part in [
            "head",
            "story",
            "impact",
            "suggestions",
            "cases",
            "updates",
            "facts",
            "customers",
            "subscriptions",
        ]
    }
    async with browser_of(cast.dora) as browser:
        for verb, said in (
            ("updates", {"text": "Rolling back **now**."}),
            ("mitigation", {"note": "Rolled back."}),
            ("resolution", {"root_cause": "The session table."}),
            ("reactivations", {"reason": "It fails again"}),
        ):
            answer = await browser.submit(f"{page}/{verb}", htmx=True, **said)
            assert answer.status_code == 200 and "toast" in answer.headers["HX-Trigger"]
            assert parts_of(answer) == every
        assert "<strong>now</strong>" in answer.text
        plain = await browser.submit(f"{page}/mitigation", note="Rolled back again.")
        assert (plain.status_code, plain.headers["location"]) == (303, page)


async def test_forms_of_the_page_come_back_with_their_errors(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with browser_of(cast.dora) as browser:
        for verb, form in (("updates", "update"), ("mitigation", "mitigation")):
            answer = await browser.submit(f"/incidents/{incident.ref}/{verb}", htmx=True, text="x", note="x")
            assert answer.status_code == 422
            assert "At least 5 characters" in answer.text and f'id="{form}-form"' in answer.text
        refused = await browser.submit(f"/incidents/{incident.ref}/resolution", root_cause="Not known yet")
        assert (
            refused.status_code == 409 and "Mark it mitigated first" in refused.text and "Not known yet" in refused.text
        )
        async with as_person(cast.dora) as db:
            assert await updates_of(db, incident) == []


async def test_suggestions_are_judged_on_the_page_one_by_one_or_all_at_once(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    cases = [await a_hit_case(cast.ada, await a_customer(name=f"Customer {n}")) for n in range(4)]
    await run_jobs()
    page = f"/incidents/{incident.ref}"
    async with browser_of(cast.ada) as browser:
        linked = await browser.submit(f"{page}/cases/{cases[0].ref}/confirmation", htmx=True)
        aside = await browser.submit(f"{page}/cases/{cases[1].ref}/rejection", htmx=True)
        assert linked.status_code == aside.status_code == 200
        everything = await browser.submit(f"{page}/confirmed-suggestions", htmx=True)
        assert "2 cases are linked" in everything.headers["HX-Trigger"]
        shown = await browser.get(page)
        assert "3 cases" in shown.text and "none to check" in shown.text
        again = await browser.submit(f"{page}/cases/{cases[0].ref}/rejection")
        assert again.status_code == 409 and "End the link with a reason" in again.text


async def test_a_case_is_linked_by_its_number(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    case = await a_hit_case(cast.ada, region="japaneast")
    async with browser_of(cast.ada) as browser:
        assert (await browser.submit(f"/incidents/{incident.ref}/cases", case="the first one")).status_code == 422
        assert (await browser.submit(f"/incidents/{incident.ref}/cases", case="C-999")).status_code == 404
        answer = await browser.submit(f"/incidents/{incident.ref}/cases", htmx=True, case=case.ref.lower())
        assert answer.status_code == 200 and case.title in answer.text


async def test_what_people_type_never_becomes_markup(cast: Cast) -> None:
    incident = await an_incident(
        cast.dora, title="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)> **bold**"
    )
    async with browser_of(cast.ada) as browser:
        shown = await browser.get(f"/incidents/{incident.ref}")
    assert "<script>alert" not in shown.text and "<img" not in shown.text and "<strong>bold</strong>" in shown.text
