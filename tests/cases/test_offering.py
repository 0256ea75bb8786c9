"""What can be done with a case: asked for apart from its page."""

from escalations.cases.actions import close_case
from escalations.cases.queries import case_for
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, browser_of

HTMX = {"HX-Request": "true"}
OPEN = (
    "assigning",
    "unassigning",
    "transferring",
    "assessing",
    "waiting",
    "snoozing",
    "closing",
    "linking",
    "correcting",
)


async def test_the_page_of_a_case_holds_no_dialog_and_asks_for_all_of_them(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        shown = (await ada.get(f"/cases/{case.ref}")).text
        part = (await ada.get(f"/cases/{case.ref}/dialogs", headers=HTMX)).text
    assert f'hx-get="/cases/{case.ref}/dialogs"' in shown
    assert 'id="assigning"' not in shown
    assert [one for one in OPEN if f'<dialog id="{one}"' not in part] == []
    assert "<html" not in part
    assert f"{cast.ben.name} · " in part
    assert f"{cast.otto.name} · " not in part, "an auditor takes no case"


async def test_every_dialog_that_the_page_can_open_is_among_them(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        shown = (await ada.get(f"/cases/{case.ref}")).text
        part = (await ada.get(f"/cases/{case.ref}/dialogs", headers=HTMX)).text
    wanted = {piece.partition('"')[0] for piece in shown.split('data-opens="#')[1:]} - {"keys-dialog"}
    assert {one for one in wanted if f'<dialog id="{one}"' not in part} == set()
    assert len(wanted) > len(OPEN)


async def test_a_browser_without_scripts_gets_a_page_of_them(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        shown = (await ada.get(f"/cases/{case.ref}")).text
        whole = (await ada.get(f"/cases/{case.ref}/dialogs")).text
    assert f'scriptless" href="/cases/{case.ref}/dialogs"' in shown
    assert "<html" in whole
    assert f'action="/cases/{case.ref}/closure" method="post"' in whole


async def test_a_closed_case_can_be_reopened_and_nothing_else(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref, lock=True)
        await close_case(db, row, "fixed", "The key was rotated back.", by=cast.ada)
    async with browser_of(cast.ada) as ada:
        part = (await ada.get(f"/cases/{case.ref}/dialogs", headers=HTMX)).text
    assert part.count("<dialog ") == 1
    assert 'id="reopening"' in part


async def test_who_may_not_work_on_cases_is_offered_nothing(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.otto) as otto:
        assert "/dialogs" not in (await otto.get(f"/cases/{case.ref}")).text
        assert (await otto.get(f"/cases/{case.ref}/dialogs", headers=HTMX)).status_code == 403


async def test_a_case_of_a_cloud_one_may_not_see_is_not_there(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.get(f"/cases/{case.ref}/dialogs", headers=HTMX)).status_code == 404
