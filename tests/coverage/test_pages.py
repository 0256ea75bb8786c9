"""The pages of being on call, by people without JavaScript."""

import re
from datetime import datetime
from html import unescape

import httpx
import pytest

from escalations.coverage.models import Rotation
from tests.cast import Cast
from tests.coverage.scenes import a_rotation, at, day, hours_of, on_call
from tests.support import browser_of, program_of, run_jobs

pytestmark = pytest.mark.usefixtures("monday")


def words_of(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def mark_in(answer: httpx.Response) -> str:
    found = re.search(r'name="previewed" value="(\w+)"', answer.text)
    return found[1] if found else ""


def typed(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


async def test_who_is_on_call_now_and_next(cast: Cast) -> None:
    await a_rotation(cast.dora, [cast.ada, cast.ben])
    async with browser_of(cast.ben) as browser:
        answer = await browser.get("/on-call")
    assert answer.status_code == 200
    assert "Storage handed over daily, 08:00 UTC; every day around the clock" in words_of(answer)
    assert "on-call-mine" in answer.text and "My shifts 14" in words_of(answer)


async def test_every_page_opens_for_everybody(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    for person in cast.everyone:
        async with browser_of(person) as browser:
            for url in ("/on-call", f"/on-call/{rotation.ref}", "/on-call/coverage", "/me/calendars"):
                assert (await browser.get(url)).status_code == 200, (person.name, url)


async def test_a_rotation_is_made_and_changed_in_a_form(cast: Cast) -> None:
    told = {
        "key": "nights", "name": "Nights", "boundary": "public", "time_zone": "Europe/Berlin", "every": "week", "handoff_day": 1,
        "handoff_at": "09:00", "starts_on": f"{day(22)}", "hours_from": "20:00", "hours_until": "08:00",
        "days": ["1", "2", "3"], "members": ["P-1", "", "P-2"],
    }  # fmt: skip
    async with browser_of(cast.dora) as browser:
        assert (await browser.get("/on-call/new")).status_code == 200
        wrong = await browser.submit("/on-call", **{**told, "time_zone": "Berlin", "days": []})
        assert wrong.status_code == 422 and "Write a time zone" in wrong.text and 'value="Nights"' in wrong.text
        nobody = await browser.submit("/on-call", **{**told, "members": []})
        assert nobody.status_code == 422 and "Name those who take turns" in nobody.text
        made = await browser.submit("/on-call", **told)
        assert made.headers["Location"] == "/on-call/OC-1"
        assert (await browser.submit("/on-call", **told)).status_code == 422
        url = "/on-call/OC-1/revision"
        assert 'value="Nights"' in (await browser.get(url)).text
        saved = await browser.submit(url, **{**told, "name": "Late nights", "version": 1})
        assert saved.status_code == 303
        stale = await browser.submit(url, **{**told, "name": "Later nights", "version": 1})
        assert stale.status_code == 409 and 'value="Later nights"' in stale.text
        assert (
            "Saved meanwhile" in stale.text
            and "<dd>Late nights</dd>" in stale.text
            and "<dd>Ada, Ben</dd>" in stale.text
        )
        mended = await browser.submit(url, **{**told, "name": "", "version": 1})
        assert mended.status_code == 422 and 'name="version" value="1"' in mended.text
        assert 'name="version" value="2"' in stale.text
        assert (await browser.submit("/on-call/OC-1/end")).status_code == 303
        assert "ended" in (await browser.get("/on-call/OC-1")).text
    async with browser_of(cast.ada) as browser:
        for url in ("/on-call", "/on-call/OC-1/revision", "/on-call/OC-1/end", "/on-call/OC-1/overrides"):
            assert (await browser.submit(url)).status_code == 403, url
        assert (await browser.get("/on-call/new")).status_code == 403


async def _override(cast: Cast, rotation: Rotation, **changes: object) -> tuple[httpx.Response, httpx.Response]:
    told = {
        "person": cast.rex.ref,
        "start": typed(at(22, 12)),
        "end": typed(at(22, 20)),
        "reason": "Ada is at the dentist",
        **changes,
    }
    async with browser_of(cast.dora) as browser:
        url = f"/on-call/{rotation.ref}/overrides"
        seen = await browser.submit(url, step="preview", **told)
        return seen, await browser.submit(url, step="save", previewed=mark_in(seen), **told)


async def test_an_override_is_looked_at_saved_and_taken_back(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    seen, saved = await _override(cast, rotation)
    assert seen.status_code == 200 and "Ada is not on call Mon" in words_of(seen) and ">Put on call<" in seen.text
    assert saved.status_code == 303
    assert hours_of(await on_call(rotation, 1)) == [
        ("Ada", at(22), at(22, 12)), ("Rex", at(22, 12), at(22, 20)), ("Ada", at(22, 20), at(23)),
    ]  # fmt: skip
    await run_jobs()
    async with browser_of(cast.rex) as browser:
        assert "Dora put you on call" in (await browser.get("/notices")).text
        assert (await browser.submit(f"/on-call/{rotation.ref}/overrides/1/cancellation")).status_code == 403
    async with browser_of(cast.dora) as browser:
        for _ in range(2):
            assert (
                await browser.submit(f"/on-call/{rotation.ref}/overrides/1/cancellation", htmx=True)
            ).status_code == 200
        assert (await browser.submit(f"/on-call/{rotation.ref}/overrides/9/cancellation")).status_code == 404
    assert {one.name for one in await on_call(rotation, 1)} == {"Ada"}


async def test_what_was_not_looked_at_is_not_saved(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    async with browser_of(cast.dora) as browser:
        told = {"person": cast.rex.ref, "start": typed(at(22, 12)), "end": typed(at(22, 20)), "step": "save"}
        answer = await browser.submit(f"/on-call/{rotation.ref}/overrides", **told)
    assert answer.status_code == 422 and "Look again, then save" in answer.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"end": "2020-01-01T00:00"}, "Choose an end after the beginning"),
        ({"start": "2020-01-01T00:00", "end": "2020-01-02T00:00"}, "what was does not change"),
        ({"person": "P-99"}, "There is no person P-99"),
        ({"start": "soon"}, "Write a date and time"),
    ],
)
async def test_an_override_that_cannot_be(cast: Cast, changes: dict[str, object], said: str) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    seen, _ = await _override(cast, rotation, **changes)
    assert seen.status_code == 422 and said in seen.text and "dentist" in seen.text


async def test_nobody_is_put_on_call_twice(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada])
    await a_rotation(cast.dora, [cast.rex], key="other")
    seen, _ = await _override(cast, rotation)
    assert seen.status_code == 422 and "Rex is on call elsewhere" in seen.text


async def test_of_a_boundary_one_may_not_see_it_is_404(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.cleo], "germany")
    async with browser_of(cast.ada) as browser:
        for url in ("", "/revision", "/overrides/new", "/swaps/new"):
            assert (await browser.get(f"/on-call/{rotation.ref}{url}")).status_code in (403, 404)
        assert (
            "Germany" not in (await browser.get("/on-call")).text and "OC-1" not in (await browser.get("/on-call")).text
        )
        for verb in ("swaps", "swaps/1/acceptance", "calendar-keys"):
            assert (await browser.submit(f"/on-call/{rotation.ref}/{verb}", shift="1", offer="P-2")).status_code == 404


async def test_a_swap_is_asked_and_both_shifts_change_hands(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    mine, theirs = [one.id for one in await on_call(rotation, 2)]
    url, told = (
        f"/on-call/{rotation.ref}/swaps",
        {"shift": mine, "offer": f"{cast.ben.ref}:{theirs}", "note": "My sister marries"},
    )
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben, browser_of(cast.rex) as rex:
        assert "for theirs" in (await ada.get(f"{url}/new?shift={mine}")).text
        assert (await ben.get(f"{url}/new?shift={mine}")).status_code == 403
        seen = await ada.submit(url, step="preview", **told)
        assert "You would be on call" in words_of(seen)
        for _ in range(2):
            assert (await ada.submit(url, step="save", previewed=mark_in(seen), **told)).status_code == 303
        await run_jobs()
        assert "My sister marries" in (await ben.get("/on-call")).text and "Accept" in (await ben.get("/on-call")).text
        assert "Ada asks you to take" in (await ben.get("/notices")).text
        assert (await rex.submit(f"{url}/1/acceptance")).status_code == 403
        for _ in range(2):
            assert (await ben.submit(f"{url}/1/acceptance")).status_code == 303
        assert "accepted already" in (await ben.submit(f"{url}/1/refusal")).text
        assert (await ben.submit(f"{url}/7/acceptance")).status_code == 404
    assert [one.name for one in await on_call(rotation, 4)] == ["Ben", "Ada", "Ada", "Ben"]


@pytest.mark.parametrize(("who", "verb", "state"), [("ben", "refusal", "declined"), ("ada", "withdrawal", "withdrawn")])
async def test_a_swap_that_comes_to_nothing(cast: Cast, who: str, verb: str, state: str) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    mine = (await on_call(rotation, 1))[0].id
    url, told = f"/on-call/{rotation.ref}/swaps", {"shift": mine, "offer": cast.ben.ref}
    async with browser_of(cast.ada) as ada, browser_of(getattr(cast, who)) as other:
        seen = await ada.submit(url, step="preview", **told)
        await ada.submit(url, step="save", previewed=mark_in(seen), **told)
        assert (await other.submit(f"{url}/1/{verb}")).status_code == 303
    async with browser_of(cast.ben) as ben:
        assert f"{state} already" in (await ben.submit(f"{url}/1/acceptance")).text
    assert [one.name for one in await on_call(rotation, 2)] == ["Ada", "Ben"]


async def test_a_swap_of_a_shift_that_is_no_longer_theirs(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    mine = (await on_call(rotation, 1))[0].id
    url, told = f"/on-call/{rotation.ref}/swaps", {"shift": mine, "offer": cast.ben.ref}
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        seen = await ada.submit(url, step="preview", **told)
        await ada.submit(url, step="save", previewed=mark_in(seen), **told)
        await _override(cast, rotation)
        answer = await ben.submit(f"{url}/1/acceptance")
    assert answer.status_code == 409 and "Ada is no longer on call" in answer.text
    assert "Ben" not in {one.name for one in await on_call(rotation, 1)}, "nothing changed hands"


async def test_coverage_names_who_could_take_a_gap(cast: Cast) -> None:
    await a_rotation(cast.dora, [cast.ada], hours={"start": 480, "end": 0})
    async with browser_of(cast.dora) as browser:
        answer = await browser.get("/on-call/coverage")
        assert "Storage, around the clock" in answer.text and "on-call-bad" in answer.text
        link = re.search(r'href="(/on-call/OC-1/overrides/new\?[^"]+)">Ben<', answer.text)
        assert link, words_of(answer)
        filled = await browser.get(unescape(link[1]))
        assert 'value="P-2" selected' in filled.text


async def test_programs_ask_and_act(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    async with program_of(cast.dora) as dora, program_of(cast.otto) as otto:
        (line,) = (await dora.get("/api/on-call")).json()
        assert (line["now"]["name"], line["next"]["name"]) == ("Ada", "Ben")
        assert len((await dora.get(f"/api/on-call/{rotation.ref}/shifts?days=2")).json()) == 2
        told = {"person": cast.rex.ref, "start": at(22, 12).isoformat(), "end": at(22, 20).isoformat()}
        assert [
            one["name"] for one in (await dora.post(f"/api/on-call/{rotation.ref}/overrides", json=told)).json()
        ] == ["Rex"]
        assert (await otto.post(f"/api/on-call/{rotation.ref}/overrides", json=told)).status_code == 403
        away = {"start": at(24).isoformat(), "end": at(26).isoformat(), "kind": "sick"}
        assert (await dora.post(f"/api/people/{cast.ada.ref}/absences", json=away)).json()["kind"] == "sick"
        assert (await otto.post(f"/api/people/{cast.ada.ref}/absences", json=away)).status_code == 403
        gaps = (await dora.get("/api/coverage/gaps")).json()
        assert {gap["requirement"] for gap in gaps} >= {"duty_lead", "storage", "usgov"}


async def test_programs_swap_and_take_absences_back(cast: Cast) -> None:
    rotation = await a_rotation(cast.dora, [cast.ada, cast.ben])
    mine, theirs = [one.id for one in await on_call(rotation, 2)]
    url = f"/api/on-call/{rotation.ref}/swaps"
    async with program_of(cast.ada) as ada, program_of(cast.ben) as ben, program_of(cast.otto) as otto:
        told = {"shift": mine, "person": cast.ben.ref, "in_return": theirs}
        assert (await ben.post(url, json=told)).status_code == 403
        asked = (await ada.post(url, json=told)).json()
        assert asked["state"] == "asked" and (await ada.post(url, json=told)).json() == asked
        assert (await otto.post(f"{url}/1/acceptance")).status_code == 403
        assert (await ben.post(f"{url}/1/shrug")).status_code == 409
        assert (await ben.post(f"{url}/1/acceptance")).json()["state"] == "accepted"
        away = {"start": at(24).isoformat(), "end": at(26).isoformat(), "kind": "sick"}
        absences = f"/api/people/{cast.ada.ref}/absences"
        assert (await ada.post(absences, json={**away, "end": away["start"]})).status_code == 409
        one = (await ada.post(absences, json=away)).json()
        assert (await ada.get(absences)).json()[0]["kind"] == "sick"
        assert (await ben.get(absences)).json()[0]["kind"] == ""
        assert (await ben.post(f"{absences}/{one['id']}/cancellation")).status_code == 403
        for _ in range(2):
            assert (await ada.post(f"{absences}/{one['id']}/cancellation")).status_code == 204
        assert (await ada.get(absences)).json() == []
    assert [one.name for one in await on_call(rotation, 4)] == ["Ben", "Ada", "Ada", "Ben"]
