"""Lists that are kept: alone, with a team, in the rail, changed by two people, deleted and brought back."""

import re
from html import unescape

import asyncpg
import pytest

from escalations.desk.lists.actions import (
    NewView,
    change_view,
    delete_view,
    pin_view,
    restore_view,
    save_view,
    unpin_view,
)
from escalations.desk.lists.actions.pinning import MOST_PINNED
from escalations.desk.lists.columns import USUAL, columns_chosen
from escalations.desk.lists.models import SavedView
from escalations.desk.lists.queries.views import pinned_views, view_for
from escalations.desk.lists.shape import Shape
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused
from tests.builders import a_customer
from tests.cast import Cast
from tests.desk.scenes import owned, refs_in, unowned
from tests.support import as_person, browser_of, program_of

STORAGE = Shape("family:storage is:unowned", ("ref", "due"), "severity", "oldest")


async def a_view(by: Person, name: str = "Storage, unowned", team: str = "", shape: Shape = STORAGE) -> SavedView:
    async with as_person(by) as db:
        return await save_view(db, NewView(name, shape, team), by=by)


async def events(admin: asyncpg.Connection, view: SavedView) -> list[str]:
    rows = await admin.fetch("SELECT action FROM event WHERE subject = $1 ORDER BY id", view.subject)
    return [row["action"] for row in rows]


async def test_a_list_is_kept_and_shown_as_it_was(cast: Cast, admin: asyncpg.Connection) -> None:
    free = await unowned(cast)
    await owned(cast)
    view = await a_view(cast.ada)
    async with browser_of(cast.ada) as browser:
        html = (await browser.get(f"/cases?view={view.ref}")).text
        assert '<h1 dir="auto">Storage, unowned</h1>' in html and refs_in(html, "list-severity-B") == [free.ref]
        assert "changed, not saved" not in html
        other = (await browser.get(f"/cases?view={view.ref}&q=sev:a")).text
        assert "changed, not saved" in other and "No open case is like that." in other
    assert await events(admin, view) == ["ViewSaved"]


async def test_saving_the_same_again_is_fine_and_another_of_its_name_is_not(
    cast: Cast, admin: asyncpg.Connection
) -> None:
    view = await a_view(cast.ada)
    assert (await a_view(cast.ada)).id == view.id
    with pytest.raises(Refused, match="already"):
        await a_view(cast.ada, "storage, UNOWNED", shape=Shape("sev:a"))
    assert (await a_view(cast.ben, shape=Shape("sev:a"))).id != view.id, "names are one's own"
    assert await events(admin, view) == ["ViewSaved"]


async def test_a_view_is_ones_own_or_ones_teams(cast: Cast) -> None:
    mine, ours = await a_view(cast.ada), await a_view(cast.ada, "Ours", "storage")
    for person, sees in ((cast.ben, True), (cast.pia, False), (cast.otto, False)):
        async with as_person(person) as db:
            with pytest.raises(NotFound):
                await view_for(db, person, mine.ref)
            if sees:
                assert (await view_for(db, person, ours.ref)).id == ours.id
                with pytest.raises(NotAllowed, match="Ada's"):
                    await change_view(db, await view_for(db, person, ours.ref), NewView("Theirs", STORAGE), by=person)
            else:
                with pytest.raises(NotFound):
                    await view_for(db, person, ours.ref)
    with pytest.raises(Refused, match="team of your own"):
        await a_view(cast.ada, "Not mine", "no_such_queue")


async def test_a_view_of_a_hidden_customer_is_hidden(cast: Cast) -> None:
    american, german = await a_customer("usgov", "Fort Works"), await a_customer("germany", "Amt Nord")
    view = await a_view(cast.ada, "Fort", "storage", Shape(f"customer:{american.ref}"))
    assert view.boundary == "usgov"
    async with as_person(cast.cleo) as db:
        with pytest.raises(NotFound):
            await view_for(db, cast.cleo, view.ref)
    with pytest.raises(Refused, match="several clouds"):
        await a_view(cast.dora, "Both", "", Shape(f"customer:{american.ref} customer:{german.ref}"))


async def test_auditors_keep_no_lists(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        await a_view(cast.otto)
    async with browser_of(cast.otto) as browser:
        assert (await browser.submit("/views", name="Mine")).status_code == 403
        assert (await browser.get("/views/new")).status_code == 403
        assert "Save as a list" not in (await browser.get("/cases")).text


async def test_a_changed_list_says_what_changed(cast: Cast, admin: asyncpg.Connection) -> None:
    view = await a_view(cast.ada)
    for _ in range(2):
        async with as_person(cast.ada) as db:
            row = await view_for(db, cast.ada, view.ref, lock=True)
            await change_view(db, row, NewView("Storage", Shape("family:storage", order="newest")), by=cast.ada)
    told = await admin.fetchval(
        "SELECT particulars FROM event WHERE subject = $1 ORDER BY id DESC LIMIT 1", view.subject
    )
    assert (
        await events(admin, view) == ["ViewSaved", "ViewChanged"] and "the filters" in told and "the team" not in told
    )


async def test_who_saves_over_a_newer_list_sees_both(cast: Cast) -> None:
    view = await a_view(cast.ada, "Ours", "storage")
    fields = {
        "name": "Ours",
        "q": "sev:a",
        "columns": "ref,due",
        "group": "severity",
        "order": "oldest",
        "team": "storage",
    }
    async with browser_of(cast.ada) as ada, browser_of(cast.dora) as dora:
        version = re.findall(r'name="version" value="(\d+)"', (await ada.get(f"/views/{view.ref}/edit")).text)[0]
        saved = await dora.submit(f"/views/{view.ref}/revision", **{**fields, "q": "sev:b"}, version=version)
        assert saved.status_code == 303
        stale = await ada.submit(f"/views/{view.ref}/revision", **fields, version=version)
        assert stale.status_code == 409 and "Saved meanwhile by Dora" in stale.text
        assert "<code>sev:b</code>" in stale.text and 'value="sev:a"' in stale.text, "theirs and what was typed"
        again = re.findall(r'name="version" value="(\d+)"', stale.text)[0]
        assert (await ada.submit(f"/views/{view.ref}/revision", **fields, version=again)).status_code == 303
        wrong = await ada.submit(f"/views/{view.ref}/revision", **{**fields, "name": ""}, version=again)
        assert wrong.status_code == 422 and "Fill this in." in wrong.text and 'value="sev:a"' in wrong.text


async def test_a_deleted_list_comes_back(cast: Cast, admin: asyncpg.Connection) -> None:
    view = await a_view(cast.ada)
    async with browser_of(cast.ada) as browser:
        gone = await browser.submit(f"/views/{view.ref}/deletion", htmx=True)
        assert gone.status_code == 200 and f"/views/{view.ref}/restoration" in gone.headers["HX-Trigger"]
        assert (await browser.submit(f"/views/{view.ref}/deletion")).status_code == 303
        html = (await browser.get("/views")).text
        assert "Bring back" in html and view.ref not in (await browser.get("/cases")).text
        assert (await browser.submit(f"/views/{view.ref}/restoration")).status_code == 303
        assert (await browser.submit(f"/views/{view.ref}/restoration")).status_code == 303
        assert "Storage, unowned" in (await browser.get("/cases")).text
    assert await events(admin, view) == ["ViewSaved", "ViewDeleted", "ViewRestored"]


async def test_the_name_of_a_deleted_list_is_free(cast: Cast) -> None:
    view = await a_view(cast.ada)
    async with as_person(cast.ada) as db:
        await delete_view(db, await view_for(db, cast.ada, view.ref, lock=True), by=cast.ada)
        with pytest.raises(Refused, match="was deleted"):
            await pin_view(db, await view_for(db, cast.ada, view.ref), by=cast.ada)
    await a_view(cast.ada)
    async with as_person(cast.ada) as db:
        with pytest.raises(Refused, match="meanwhile"):
            await restore_view(db, await view_for(db, cast.ada, view.ref, lock=True), by=cast.ada)


async def test_a_pinned_list_that_is_its_owners_alone_by_now_is_not_shown(cast: Cast) -> None:
    view = await a_view(cast.ada, team="storage")
    async with as_person(cast.ben) as db:
        await pin_view(db, await view_for(db, cast.ben, view.ref), by=cast.ben)
    async with browser_of(cast.ben) as ben:
        assert "Storage, unowned" in (await ben.get("/views/pinned")).text
        async with as_person(cast.ada) as db:
            mine = await view_for(db, cast.ada, view.ref, lock=True)
            await change_view(db, mine, NewView("Who leaves us next", STORAGE), by=cast.ada)
        html = (await ben.get("/views/pinned")).text
        assert "Who leaves us next" not in html and view.ref not in html


async def test_pinned_lists_stand_in_ones_own_rail_with_their_counts(cast: Cast) -> None:
    await unowned(cast)
    view = await a_view(cast.ada, team="storage")
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        for _ in range(2):
            assert (await ada.submit(f"/views/{view.ref}/pin")).status_code == 303
        assert re.search(
            rf'href="/cases\?view={view.ref}".*?rail-count">1<', (await ada.get("/views/pinned")).text, re.DOTALL
        )
        assert view.ref not in (await ben.get("/views/pinned")).text
        for _ in range(2):
            assert (await ada.submit(f"/views/{view.ref}/unpinning")).status_code == 303
        assert view.ref not in (await ada.get("/views/pinned")).text


async def test_a_rail_holds_only_so_many(cast: Cast) -> None:
    views = [await a_view(cast.ada, f"List {number}") for number in range(MOST_PINNED + 1)]
    async with as_person(cast.ada) as db:
        for view in views[:-1]:
            await pin_view(db, view, by=cast.ada)
        with pytest.raises(Refused, match="Take one out"):
            await pin_view(db, views[-1], by=cast.ada)
        await unpin_view(db, views[0], by=cast.ada)
        await pin_view(db, views[-1], by=cast.ada)
        assert [view.id for view in await pinned_views(db, cast.ada)][-1] == views[-1].id


async def test_a_list_is_saved_from_where_it_stands(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/cases?q=sev:a&group=owner&columns=ref,due")).text
        address = unescape(re.findall(r'href="(/views/new[^"]*)"', html)[0])
        form = (await browser.get(address)).text
        assert 'value="sev:a"' in form and '<option value="owner" selected>' in form
        assert re.findall(r'name="columns" value="(\w+)"( checked)?', form)[:3] == [
            ("ref", " checked"), ("due", " checked"), ("customer", ""),
        ]  # fmt: skip
        saved = await browser.submit(
            "/views", name="  Severe  ", q="sev:a", columns="ref,due", group="owner", order="urgent", pin="1"
        )
        assert saved.status_code == 303 and saved.headers["location"].startswith("/cases?view=V-")
        assert "Severe" in (await browser.get("/views/pinned")).text
        twice = await browser.submit("/views", name="severe", q="sev:b")
        assert twice.status_code == 409 and "already" in twice.text and 'value="sev:b"' in twice.text


@pytest.mark.parametrize(
    ("ticked", "places", "order"),
    [
        (["ref", "owner", "due"], {}, ("ref", "owner", "due")),
        (["ref", "owner", "due"], {"ref": "1", "owner": "1", "due": "3"}, ("owner", "ref", "due")),
        (["ref", "owner", "due"], {"ref": "3", "owner": "2", "due": "3"}, ("owner", "due", "ref")),
        (["due", "region"], {"ref": "1", "due": "9", "region": "3"}, ("region", "due")),
        (["due", "nonsense"], {"due": "two"}, ("due",)),
        ([], {"ref": "2"}, USUAL),
    ],
)
def test_columns_stand_where_their_numbers_say(
    ticked: list[str], places: dict[str, str], order: tuple[str, ...]
) -> None:
    """A number that was changed counts before one that only stood there."""
    sent = {"columns": ticked, **{f"place-{key}": place for key, place in places.items()}}
    assert columns_chosen(sent) == order


async def test_programs_keep_lists_too(cast: Cast) -> None:
    await unowned(cast)
    async with program_of(cast.ada) as program:
        made = (await program.post("/api/views", json={"name": "Free", "q": "is:unowned", "group": "owner"})).json()
        path = f"/api/views/{made['ref']}"
        changed = await program.post(
            f"{path}/revision", json={"name": "Free ones", "q": "is:unowned", "version": made["version"]}
        )
        assert changed.json()["name"] == "Free ones" and changed.json()["version"] > made["version"]
        stale = await program.post(f"{path}/revision", json={"name": "X", "version": made["version"]})
        assert stale.status_code == 409
        assert [(one["name"], one["count"]) for one in (await program.get("/api/views")).json()] == [("Free ones", 1)]
        for verb in ("pin", "unpinning", "deletion", "restoration"):
            assert (await program.post(f"{path}/{verb}")).status_code == 200
        assert (await program.post("/api/views", json={"name": "X", "order": "random"})).status_code == 400
    async with program_of(cast.cleo) as other:
        assert (await other.post(f"{path}/deletion")).status_code == 404
