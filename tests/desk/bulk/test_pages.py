"""Many cases at once by pages, with and without scripts, and by programs."""

import json
import re
from collections.abc import Iterator

import asyncpg
import pytest

from escalations.desk.bulk import actions
from escalations.desk.bulk.routes import applying
from tests.cast import Cast
from tests.desk.scenes import owned, unowned
from tests.support import browser_of, program_of


async def tokens(admin: asyncpg.Connection) -> list[str]:
    return [
        f"C-{id}.{version}" for id, version in await admin.fetch("SELECT id, version FROM support_case ORDER BY id")
    ]


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(actions, "STEP", 2)
    monkeypatch.setattr(applying, "STEP", 2)
    yield


async def test_a_list_offers_its_verbs_to_who_works_cases(cast: Cast) -> None:
    case = await unowned(cast)
    async with browser_of(cast.ada) as ada, browser_of(cast.otto) as otto:
        html = (await ada.get("/cases")).text
        assert f'name="case" value="{case.ref}.' in html and 'data-row-key="a"' in html and 'id="bulk-bar"' in html
        assert "bulk-bar" not in (await otto.get("/cases")).text


async def test_without_scripts_one_looks_and_then_does(cast: Cast, admin: asyncpg.Connection) -> None:
    await unowned(cast)
    await owned(cast)
    async with browser_of(cast.ada) as browser:
        looked = (await browser.submit("/bulk/previews", action="take", case=await tokens(admin))).text
        assert "<b>1</b> of 2 change" in looked and "nobody → Ada" in looked and "is so already" in looked
        again = re.findall(r'name="case" value="([^"]*)"', looked)
        done = await browser.submit("/bulk", action="take", case=again)
        assert done.status_code == 303
        page = (await browser.get(done.headers["location"])).text
        assert "1 of 2 cases taken: 1 so already." in page and "Take it back" in page
        undone = await browser.submit(f"{done.headers['location']}/undoing")
        assert undone.status_code == 303
        assert "taken back" in (await browser.get(done.headers["location"])).text
        assert "taken back" in (await browser.get("/bulk")).text


async def test_what_is_asked_is_asked_first_and_nothing_typed_is_lost(cast: Cast, admin: asyncpg.Connection) -> None:
    await owned(cast)
    async with browser_of(cast.ada) as browser:
        first = await browser.submit("/bulk/previews", action="close", case=await tokens(admin))
        assert first.status_code == 200 and "not known yet" in first.text and "Fill this in." not in first.text
        wrong = await browser.submit(
            "/bulk", action="close", case=await tokens(admin), note="The key was rotated back."
        )
        assert wrong.status_code == 422 and "The key was rotated back." in wrong.text and "Fill this in." in wrong.text
        assert (await browser.submit("/bulk/previews", action="close")).status_code == 422
        assert (await browser.submit("/bulk/previews", action="burn", case=await tokens(admin))).status_code == 404
        assert (await browser.submit("/bulk", action="take", case="C-1")).status_code == 422
        assert (await browser.submit("/bulk", action="take", case=[f"C-{n}.1" for n in range(201)])).status_code == 422


async def test_the_toast_takes_it_back(cast: Cast, admin: asyncpg.Connection) -> None:
    await unowned(cast)
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/bulk", htmx=True, action="take", case=await tokens(admin))
        told = json.loads(answer.headers["HX-Trigger"])
        assert told["toast"]["text"] == "1 case taken." and told["chosenDone"] and told["takesNew"]
        back = await browser.submit(told["toast"]["undo"]["url"], htmx=True)
        assert json.loads(back.headers["HX-Trigger"])["toast"]["text"] == "Taken back on 1 case."
        stale = await browser.submit("/bulk", htmx=True, action="take", case=["C-1.1"])
        toast = json.loads(stale.headers["HX-Trigger"])["toast"]
        assert (
            toast["text"] == "0 of 1 cases taken: 1 had changed."
            and "undo" not in toast
            and toast["link"]["url"].startswith("/bulk/B-")
        )


@pytest.mark.usefixtures("small_steps")
async def test_many_are_done_in_steps(cast: Cast, admin: asyncpg.Connection) -> None:
    for _ in range(5):
        await unowned(cast)
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/bulk", action="note", text="Seen with the others.", case=await tokens(admin))
        steps = [re.findall(r"(\d of 5) done\.", answer.text)]
        while answer.status_code != 303:
            path = re.findall(r'action="(/bulk/B-\d+/steps)"', answer.text)[0]
            rest = re.findall(r'name="case" value="([^"]*)"', answer.text)
            text = re.findall(r'name="text" value="([^"]*)"', answer.text)[0]
            answer = await browser.submit(path, action="note", text=text, case=rest)
            steps.append(re.findall(r"(\d of 5) done\.", answer.text))
        assert steps == [["2 of 5"], ["4 of 5"], []]
        assert "5 cases given the note." in (await browser.get(answer.headers["location"])).text
    assert await admin.fetchval("SELECT count(*) FROM case_entry WHERE body = 'Seen with the others.'") == 5


async def test_who_may_and_who_sees(cast: Cast, admin: asyncpg.Connection) -> None:
    await unowned(cast)
    cases = await tokens(admin)
    async with browser_of(cast.otto) as otto, browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        for path in ("/bulk", "/bulk/previews"):
            assert (await otto.submit(path, action="take", case=cases)).status_code == 403
        done = await ada.submit("/bulk", action="take", case=cases)
        assert (await ben.get(done.headers["location"])).status_code == 404
        assert (await ben.submit(f"{done.headers['location']}/undoing")).status_code == 404


async def test_programs_do_the_same(cast: Cast, admin: asyncpg.Connection) -> None:
    await unowned(cast)
    body = {"action": "assign", "cases": await tokens(admin), "asked": {"owner": cast.ada.ref}}
    async with program_of(cast.ada) as program:
        looked = (await program.post("/api/bulk/previews", json=body)).json()
        assert looked == [{"ref": "C-1", "outcome": "done", "why": "nobody → Ada"}]
        made = await program.post("/api/bulk", json=body)
        assert made.status_code == 201 and made.json()["cases"][0]["outcome"] == "done"
        path = f"/api/bulk/{made.json()['ref']}"
        assert (await program.post(f"{path}/undoing")).json()["cases"][0]["undone"] == "undone"
        assert (await program.get(path)).json()["undone_at"]
        assert (await program.post("/api/bulk", json={**body, "asked": {}})).status_code == 409
        assert (await program.post("/api/bulk", json={**body, "cases": []})).status_code == 400
    async with program_of(cast.cleo) as other:
        assert (await other.post("/api/bulk", json=body)).json()["cases"] == []
        assert (await other.get(path)).status_code == 404
