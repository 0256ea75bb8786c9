"""What a page says that was left open for too long, or an address that only a form knows."""

from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of

GERMAN = {"Accept-Language": "de"}


async def test_a_page_whose_token_counts_no_more_says_so_and_keeps_what_was_typed(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.get(f"/cases/{case.ref}")
        sent = {"_csrf_token": "a" * 96, "text": "They restart it every night."}
        answer = await ada.post(f"/cases/{case.ref}/notes", data=sent)
        assert answer.status_code == 403 and "This page is out of date" in answer.text
        assert "Load it again" in answer.text and "They restart it every night." in answer.text
        assert "CSRF" not in answer.text and "role" not in answer.text.split("<main")[1].split("</main")[0].lower()
        told = (await ada.post(f"/cases/{case.ref}/notes", data=sent, headers=GERMAN)).text
        assert "Diese Seite ist veraltet" in told and "Laden Sie sie neu" in told


async def test_the_address_of_a_form_opened_by_itself_is_no_fault_of_ours(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        for path in (f"/cases/{case.ref}/notes", "/sign-out"):
            answer = await ada.get(path)
            assert answer.status_code == 405 and "only takes what a form sends" in answer.text
            assert "our side" not in answer.text
        assert "nur an, was ein Formular sendet" in (await ada.get("/sign-out", headers=GERMAN)).text
