import re
from datetime import timedelta

import pytest

from escalations.customers.queries import contacts_of, customer_for, subscriptions_of
from escalations.platform.time import now
from tests.builders import a_case
from tests.cast import Cast
from tests.customers.builders import a_contact, a_customer
from tests.support import as_person, browser_of

NEXT_MONTH = f"{now() + timedelta(days=30):%Y-%m-%d}"


async def test_the_list_and_the_page_are_read_by_every_role_that_is_cleared(cast: Cast) -> None:
    customer = await a_customer(notes="Never call **before nine**.")
    await a_contact(customer)
    for person in cast.everyone:
        async with browser_of(person) as browser:
            listed = await browser.get("/customers?q=nord")
            shown = await browser.get(f"/customers/{customer.ref}")
            if person is cast.cleo:
                assert customer.name not in listed.text and shown.status_code == 404
                continue
            assert customer.name in listed.text and shown.status_code == 200
            assert "<strong>before nine</strong>" in shown.text and "Europe/Berlin" in shown.text
            assert ("Grant cover" in shown.text) == (person is cast.adam)
            assert ("Rewrite the handling notes" in shown.text) == (person.may("work_cases") or person is cast.adam)
            assert ("What happened here" in shown.text) == person.may("read_audit")


async def test_what_a_customer_is_called_is_never_markup(cast: Cast) -> None:
    customer = await a_customer("<script>alert(1)</script>", notes="<img src=x onerror=alert(1)>")
    async with browser_of(cast.ada) as browser:
        for url in ("/customers", f"/customers/{customer.ref}"):
            text = (await browser.get(url)).text
            assert "<script>alert" not in text and "<img" not in text


async def test_a_customer_is_added_with_and_without_javascript(cast: Cast) -> None:
    async with browser_of(cast.adam) as browser:
        assert "germany" in (await browser.get("/customers/new")).text
        answer = await browser.submit("/customers", name="  Nordhavn   Rail ", plan="unified", boundary="germany")
        assert answer.status_code == 303
        assert "Nordhavn Rail" in (await browser.get(answer.headers["location"])).text
        answer = await browser.submit("/customers", htmx=True, name="Carraway Bank", plan="standard", boundary="public")
        assert answer.headers["HX-Redirect"].startswith("/customers/CU-")


async def test_a_form_with_mistakes_comes_back_with_what_was_typed(cast: Cast) -> None:
    async with browser_of(cast.adam) as browser:
        answer = await browser.submit("/customers", name="", industry="Transport", plan="golden", boundary="public")
        assert answer.status_code == 422
        assert "Fill this in." in answer.text and "Choose one of the options." in answer.text
        assert 'value="Transport"' in answer.text


async def test_a_taken_name_is_a_409_that_keeps_what_was_typed(cast: Cast) -> None:
    await a_customer()
    async with browser_of(cast.adam) as browser:
        answer = await browser.submit("/customers", name="Nordhavn Rail", plan="unified", boundary="public")
        assert answer.status_code == 409
        assert "already a customer" in answer.text and "unified" in answer.text


@pytest.mark.parametrize("htmx", [True, False])
async def test_a_stale_save_shows_both_sides(cast: Cast, htmx: bool) -> None:
    customer = await a_customer(notes="The first notes.")
    async with browser_of(cast.ada) as ada, browser_of(cast.adam) as adam:
        url = f"/customers/{customer.ref}"
        notes = f"{url}/handling-notes"
        assert (await ada.submit(notes, handling_notes="Ada's notes.", version=1)).status_code == 303
        late = await adam.submit(notes, htmx=htmx, handling_notes="Adam's notes.", version=1)
        assert late.status_code == 409
        assert "Ada&#39;s notes." in late.text and "Adam&#39;s notes." in late.text
        assert 'name="version" value="2"' in late.text and "Saved meanwhile" in late.text
        late = await adam.submit(f"{url}/revisions", htmx=htmx, name="Nordhavn AG", plan="unified", version=1)
        assert late.status_code == 409
        assert "Nordhavn AG" in late.text and "Saved meanwhile" in late.text
        again = await adam.submit(f"{url}/revisions", name="Nordhavn AG", plan="unified", version=2)
        assert again.status_code == 303
        assert "Nordhavn AG" in (await adam.get(url)).text


async def test_a_mistyped_save_keeps_the_version_that_was_seen(cast: Cast) -> None:
    customer = await a_customer()
    async with browser_of(cast.adam) as browser:
        await browser.submit(f"/customers/{customer.ref}/handling-notes", handling_notes="New.", version=1)
        answer = await browser.submit(f"/customers/{customer.ref}/revisions", name="", plan="unified", version=1)
        assert answer.status_code == 422 and 'name="version" value="1"' in answer.text


async def test_cover_is_granted_to_the_end_of_the_day_and_ended(cast: Cast) -> None:
    customer = await a_customer()
    url = f"/customers/{customer.ref}"
    async with browser_of(cast.adam) as browser:
        assert (await browser.submit(f"{url}/cover", until="soon")).status_code == 422
        assert (await browser.submit(f"{url}/cover", until="2020-01-01")).status_code == 409
        answer = await browser.submit(f"{url}/cover", htmx=True, until=NEXT_MONTH)
        assert answer.status_code == 200 and "hx-partial" in answer.text and "Covered" in answer.text
        assert (await browser.submit(f"{url}/cover-endings", reason="no")).status_code == 422
        assert (await browser.submit(f"{url}/cover-endings", reason="contract ended")).status_code == 303
        assert "Ended" in (await browser.get(url)).text


async def test_contacts_and_subscriptions_are_added_and_corrected(cast: Cast) -> None:
    customer = await a_customer()
    url = f"/customers/{customer.ref}"
    async with browser_of(cast.adam) as browser:
        wrong = await browser.submit(f"{url}/contacts", name="Lena Vogt", email="lena")
        assert (
            wrong.status_code == 422 and "Write one e-mail address" in wrong.text and 'value="Lena Vogt"' in wrong.text
        )
        added = await browser.submit(f"{url}/contacts", htmx=True, name="Lena Vogt", email="Lena@Nordhavn.example")
        assert added.status_code == 200 and "lena@nordhavn.example" in added.text
        regions = await browser.submit(f"{url}/subscriptions", name="Production", code="s-1", regions="West, Europe")
        assert (
            regions.status_code == 422 and 'value="West, Europe"' in regions.text and "“West” is no key" in regions.text
        )
        await browser.submit(f"{url}/subscriptions", name="Production", code="s-1", regions="westeurope, uksouth")
        async with as_person(cast.adam) as db:
            row = await customer_for(db, cast.adam, customer.ref)
            contact, subscription = (await contacts_of(db, row))[0], (await subscriptions_of(db, row))[0]
        assert subscription.regions == ["westeurope", "uksouth"]
        assert "lena@nordhavn.example" in (await browser.get(f"{url}/contacts/{contact.id}/edit")).text
        fields = {"name": "Lena Vogt", "email": contact.email, "time_zone": "Asia/Tokyo", "language": "ja"}
        assert (await browser.submit(f"{url}/contacts/{contact.id}/revisions", **fields, version=1)).status_code == 303
        late = await browser.submit(
            f"{url}/contacts/{contact.id}/revisions", **(fields | {"language": "de"}), version=1
        )
        assert late.status_code == 409 and "Saved meanwhile" in late.text and 'value="de"' in late.text
        assert (await browser.submit(f"{url}/contacts/{contact.id}/departure")).status_code == 303
        assert "has left" in (await browser.get(url)).text


async def test_each_verb_is_403_for_an_auditor_and_404_for_an_outsider(cast: Cast) -> None:
    customer = await a_customer()
    contact = await a_contact(customer)
    url = f"/customers/{customer.ref}"
    verbs: dict[str, dict[str, object]] = {
        f"{url}/revisions": {"name": "Mine", "plan": "standard", "version": 1},
        f"{url}/handling-notes": {"handling_notes": "Mine", "version": 1},
        f"{url}/cover": {"until": NEXT_MONTH},
        f"{url}/cover-endings": {"reason": "not any more"},
        f"{url}/contacts": {"name": "Mine", "email": "mine@nordhavn.example"},
        f"{url}/contacts/{contact.id}/revisions": {"name": "Mine", "email": "mine@nordhavn.example", "version": 1},
        f"{url}/contacts/{contact.id}/departure": {},
        f"{url}/subscriptions": {"name": "Mine", "code": "s-2"},
    }
    async with browser_of(cast.otto) as auditor, browser_of(cast.cleo) as outsider:
        for verb, fields in verbs.items():
            assert (await auditor.submit(verb, **fields)).status_code == 403, verb
            assert (await outsider.submit(verb, **fields)).status_code == 404, verb
        assert (await auditor.get(f"{url}/edit")).status_code == 403
        assert (await outsider.get(f"{url}/contacts/{contact.id}/edit")).status_code in (403, 404)


async def test_a_customer_leads_to_all_their_cases_open_and_closed(cast: Cast) -> None:
    """The page itself shows the newest."""
    customer = await a_customer()
    case = await a_case(cast.ada, customer)
    async with browser_of(cast.ada) as browser:
        part = (await browser.get(f"/customers/{customer.ref}/cases")).text
        [still, over] = re.findall(r'href="(/cases\?q=[^"]*)"', part)
        assert case.title in (await browser.get(still)).text
        assert case.title not in (await browser.get(over)).text
