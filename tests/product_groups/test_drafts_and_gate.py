"""Drafts on the server, the gate on the form, and the page of a group that says what it has cost."""

import json

from escalations.cases.queries import case_for
from escalations.product_groups.actions import save_draft
from escalations.product_groups.queries import draft_of
from tests.builders import a_case
from tests.cast import Cast
from tests.cli.shell import said
from tests.product_groups.builders import FORM, recorded, taught
from tests.support import as_person, browser_of


async def test_a_draft_is_kept_by_whoever_wrote_it(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        typed = FORM | {"asked": "Half a thought", "need_time_range": "since"}
        kept = await ada.submit(f"/cases/{case.ref}/escalations/draft", htmx=True, **typed)
        assert kept.status_code == 200 and 'id="escalate-draft"' in kept.text and "draft kept" in kept.text
        again = await ada.submit(f"/cases/{case.ref}/escalations/draft", **typed | {"asked": "A whole thought"})
        assert again.status_code == 303
        slot = (await ada.get(f"/cases/{case.ref}/escalations")).text
        assert "Go on with the draft" in slot and "A whole thought" in slot and 'value="since"' in slot
        assert "A whole thought" not in (await ben.get(f"/cases/{case.ref}/escalations")).text
        sent = await ada.submit(f"/cases/{case.ref}/escalations", **FORM)
        assert sent.status_code == 303
        late = await ada.submit(f"/cases/{case.ref}/escalations/draft", htmx=True, **FORM)
        assert late.status_code == 200 and "draft kept" not in late.text, "what is saved after it was sent is no draft"
    async with as_person(cast.ada) as db:
        assert await draft_of(db, await case_for(db, cast.ada, case.ref), cast.ada) is None
    assert (await recorded(case.subject)).count("EscalationDrafted") == 1


async def test_a_draft_is_thrown_away(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        await save_draft(db, await case_for(db, cast.ada, case.ref), "storage_platform", {"asked": "Hm"}, by=cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        url = f"/cases/{case.ref}/escalations/draft-discarding"
        assert (await cleo.submit(url)).status_code == 404
        assert (await otto.submit(url)).status_code == 403
        assert (await otto.submit(f"/cases/{case.ref}/escalations/draft", asked="x")).status_code == 403
        for _ in range(2):
            assert (await ada.submit(url)).status_code == 303
        assert "Go on with the draft" not in (await ada.get(f"/cases/{case.ref}/escalations")).text
    assert (await recorded(case.subject)).count("EscalationDraftDiscarded") == 1


async def test_the_form_and_the_group_s_page_say_what_it_has_cost(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await taught(case, "client_version", 14, without=20)
    async with browser_of(cast.ada) as ada:
        slot = (await ada.get(f"/cases/{case.ref}/escalations")).text
        assert "The last 20 escalations without it were returned for it 14 times." in slot
        assert "will not start without 1 of its" in slot
        refused = await ada.submit(f"/cases/{case.ref}/escalations", htmx=True, **FORM | {"need_client_version": ""})
        assert refused.status_code == 422 and "Client library and version is missing" in refused.text
        passed = FORM | {"need_client_version": "unknown: the customer's image holds no driver name"}
        assert (await ada.submit(f"/cases/{case.ref}/escalations", **passed)).status_code == 303
        page = (await ada.get("/product-groups/storage_platform?cloud=public")).text
        assert "The last 20 escalations without it were returned for it 14 times." in page and "Pia" in page
        assert "Ada" not in page.split('id="main"')[1], "figures are of families and facts, never of people"
        assert (await ada.get("/product-groups/poets")).status_code == 404
        assert "Storage platform" in (await ada.get("/product-groups")).text
    outcome = await said("groups", "backtest", "--since", "2020-01-01", "--json")
    assert outcome.code == 0
    total = json.loads(outcome.out)["total"]
    assert (total["escalations"], total["returned_for_a_need"]) == (20, 14)


async def test_another_cloud_learns_for_itself(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await taught(case, "client_version", 14)
    async with browser_of(cast.ada) as ada:
        page = (await ada.get("/product-groups/storage_platform?cloud=usgov")).text
        assert "returned for it" not in page


async def test_who_does_not_own_the_product_needs_a_word(cast: Cast) -> None:
    case = await a_case(cast.ada, product="azure_files")
    told = FORM | {"product_group": "containers"}
    async with browser_of(cast.ada) as ada:
        held = await ada.submit(f"/cases/{case.ref}/escalations", htmx=True, **told)
        assert held.status_code == 422 and "Containers does not own" in held.text
        told["need_why_this_group"] = "The driver that mounts it is theirs."
        assert (await ada.submit(f"/cases/{case.ref}/escalations", **told)).status_code == 303
        assert "The driver that mounts it is theirs." in (await ada.get("/escalations/E-1")).text
