import asyncio
from datetime import timedelta

import asyncpg
import pytest

from escalations.people.access import COOKIE
from escalations.people.actions import MAX_PER_ADDRESS, MAX_PER_EMAIL, disable_person, sign_in
from escalations.people.models import Person
from escalations.platform.db import Scope, transaction
from escalations.platform.errors import TooMany
from escalations.platform.security import fingerprint
from escalations.platform.time import now, time_at
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.people.builders import PASSWORD, somebody
from tests.support import Browser, browser_of


async def _sign_in(browser: Browser, email: str = "mei@support.example", password: str = PASSWORD, **more: object):  # type: ignore[no-untyped-def]
    return await browser.submit("/sign-in", email=email, password=password, **more)


async def test_a_stranger_is_sent_to_the_door(cast: Cast) -> None:
    async with browser_of(None) as stranger:
        answer = await stranger.get("/people")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=/people"
        partial = await stranger.get("/people", headers={"HX-Request": "true"})
        assert partial.status_code == 401 and partial.headers["HX-Redirect"] == "/sign-in?next=/people"


async def test_signing_in_opens_the_page_one_came_for(cast: Cast) -> None:
    person = await somebody()
    async with browser_of(None) as browser:
        assert 'value="/people"' in (await browser.get("/sign-in?next=/people")).text
        answer = await _sign_in(browser, email=" MEI@support.example ", next="/people")
        assert (answer.status_code, answer.headers["location"]) == (303, "/people")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
        assert (await browser.get("/people")).status_code == 200
    async with transaction(Scope.nobody()) as db:
        assert [row.action for row in await trail_of(db, person.subject)] == ["SignedIn", "PersonAdded"]


async def test_a_wrong_password_keeps_the_address_and_not_the_password(cast: Cast) -> None:
    person = await somebody()
    async with browser_of(None) as browser:
        answer = await _sign_in(browser, password="wrong-guess-1")
        assert answer.status_code == 422
        assert 'value="mei@support.example"' in answer.text and "wrong-guess-1" not in answer.text
        assert "do not belong together" in answer.text
        assert COOKIE not in answer.cookies
        unknown = await _sign_in(browser, email="nobody@support.example")
        assert unknown.status_code == 422 and "do not belong together" in unknown.text
    async with transaction(Scope.nobody()) as db:
        assert (await trail_of(db, person.subject))[0].action == "SignInFailed"


async def test_guessing_a_password_stops_paying_until_the_window_is_over(cast: Cast) -> None:
    await somebody()
    async with browser_of(None) as browser:
        for _ in range(MAX_PER_EMAIL):
            assert (await _sign_in(browser, password="guess")).status_code == 422
        answer = await _sign_in(browser)
        assert answer.status_code == 429 and "Wait 15 minutes" in answer.text
        with time_at(now() + timedelta(minutes=16)):
            assert (await _sign_in(browser)).status_code == 303


async def test_many_guesses_at_once_count_as_many(cast: Cast) -> None:
    await somebody()
    async with browser_of(None) as browser:
        await browser.get("/sign-in")
        guesses = (_sign_in(browser, password=f"guess {number}") for number in range(4 * MAX_PER_EMAIL))
        statuses = [answer.status_code for answer in await asyncio.gather(*guesses)]
        assert sorted(statuses) == [422] * MAX_PER_EMAIL + [429] * 3 * MAX_PER_EMAIL


async def test_guessing_names_from_one_address_stops_paying(cast: Cast, admin: asyncpg.Connection) -> None:
    await somebody()
    async with browser_of(None) as browser:
        await _sign_in(browser, email="first@support.example", password="guess")
        await admin.execute(
            "INSERT INTO sign_in_attempt (at, email, address, succeeded) SELECT at, 'n' || n, address, false "
            "FROM sign_in_attempt, generate_series(2, $1) n",
            MAX_PER_ADDRESS,
        )
        assert (await _sign_in(browser)).status_code == 429


async def test_many_names_at_once_from_one_address_count_as_many(cast: Cast) -> None:
    tries = MAX_PER_ADDRESS + 15
    async with browser_of(None) as browser:
        await browser.get("/sign-in")
        guesses = (_sign_in(browser, email=f"n{number}@support.example") for number in range(tries))
        statuses = sorted([answer.status_code for answer in await asyncio.gather(*guesses)])
        assert statuses == [422] * MAX_PER_ADDRESS + [429] * (tries - MAX_PER_ADDRESS)


async def test_addresses_of_one_line_count_as_one(cast: Cast) -> None:
    async def tried(address: str, email: str) -> None:
        async with transaction(Scope.nobody()) as db:
            assert await sign_in(db, email, "guess", address=address, agent="test") is None

    for number in range(MAX_PER_ADDRESS):
        await tried(f"2001:db8:0:7::{number:x}", f"n{number}@support.example")
    with pytest.raises(TooMany):
        await tried("2001:db8:0:7:ffff::1%eth0", "other@support.example")
    for elsewhere in ("2001:db8:0:8::1", "192.0.2.1", "unknown"):
        await tried(elsewhere, f"{elsewhere}@support.example")
    for number in range(MAX_PER_ADDRESS - 1):
        await tried("::ffff:192.0.2.1", f"m{number}@support.example")
    with pytest.raises(TooMany):
        await tried("192.0.2.1", "another@support.example")


async def test_ones_own_success_makes_guesses_under_other_names_count_no_less(cast: Cast) -> None:
    await somebody()
    async with browser_of(None) as browser:
        for number in range(MAX_PER_ADDRESS):
            if number % 10 == 0:
                assert (await _sign_in(browser, password="mistyped")).status_code == 422
                assert (await _sign_in(browser)).status_code == 303
            assert (await _sign_in(browser, email=f"n{number}@support.example")).status_code == 422, number
        assert (await _sign_in(browser)).status_code == 429


async def test_a_success_forgets_the_failures_before_it(cast: Cast) -> None:
    await somebody()
    async with browser_of(None) as browser:
        for _ in range(2):
            for _ in range(MAX_PER_EMAIL - 1):
                await _sign_in(browser, password="guess")
            assert (await _sign_in(browser)).status_code == 303


async def test_a_session_token_is_never_adopted(cast: Cast) -> None:
    await somebody()
    async with browser_of(None) as browser:
        chosen = {COOKIE: "chosen-by-the-attacker"}
        browser.cookies.update(chosen)
        answer = await _sign_in(browser)
        assert answer.status_code == 303
        assert answer.cookies[COOKIE] != chosen[COOKIE]
    async with browser_of(None) as attacker:
        attacker.cookies.update(chosen)
        assert (await attacker.get("/people")).status_code == 303


async def test_the_database_keeps_no_token_that_opens_a_session(cast: Cast, admin: asyncpg.Connection) -> None:
    await somebody()
    async with browser_of(None) as browser:
        token = (await _sign_in(browser)).cookies[COOKIE]
    stored = [row["token"] for row in await admin.fetch("SELECT token FROM sign_in")]
    assert stored == [fingerprint(token)] and token not in stored
    async with browser_of(None) as thief:
        thief.cookies.set(COOKIE, stored[0])
        assert (await thief.get("/people")).status_code == 303


async def test_a_session_ends_with_its_shift(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        assert (await browser.get("/people")).status_code == 200
        with time_at(now() + timedelta(hours=13, minutes=59)):
            assert (await browser.get("/people")).status_code == 200
        with time_at(now() + timedelta(hours=14, minutes=1)):
            assert (await browser.get("/people")).status_code == 303


async def test_signing_out_ends_this_session_and_everywhere_ends_all(cast: Cast) -> None:
    async with browser_of(cast.ada) as here, browser_of(cast.ada) as there, browser_of(cast.ben) as bens:
        token = here.cookies[COOKIE]
        assert (await here.submit("/sign-out")).headers["location"] == "/sign-in"
        here.cookies.set(COOKIE, token)
        assert (await here.get("/people")).status_code == 303
        assert (await there.get("/people")).status_code == 200
        assert (await there.submit("/sign-out-everywhere")).status_code == 303
        async with browser_of(None) as late:
            late.cookies.set(COOKIE, token)
            assert (await late.get("/people")).status_code == 303
        assert (await bens.get("/people")).status_code == 200


async def test_a_disabled_person_is_out_at_once_and_stays_out(cast: Cast) -> None:
    person = await somebody()
    async with browser_of(person) as browser:
        assert (await browser.get("/people")).status_code == 200
        async with transaction(Scope.person(cast.adam.id)) as db:
            await disable_person(db, await db.get_one(Person, person.id), by=cast.adam)
        assert (await browser.get("/people")).status_code == 303
    async with browser_of(None) as browser:
        assert (await _sign_in(browser)).status_code == 422


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil.example"]
)
async def test_the_door_sends_nobody_elsewhere(cast: Cast, elsewhere: str) -> None:
    person = await somebody(demo=True)
    async with browser_of(None) as browser:
        shown = await browser.get("/sign-in", params={"next": elsewhere})
        assert 'name="next" value="/"' in shown.text
        assert (await _sign_in(browser, next=elsewhere)).headers["location"] == "/"
        demo = await browser.submit("/demo-sign-in", person_id=person.id, next=elsewhere)
        assert demo.headers["location"] == "/"


async def test_a_post_without_the_csrf_token_changes_nothing(cast: Cast) -> None:
    await somebody()
    async with browser_of(None) as browser:
        await browser.get("/sign-in")
        for token in ({}, {"_csrf_token": "made-up"}):
            answer = await browser.post("/sign-in", data={"email": "mei@support.example", "password": PASSWORD} | token)
            assert answer.status_code == 403 and COOKIE not in answer.cookies
    async with browser_of(cast.ada) as browser:
        await browser.get("/sign-in")
        assert (await browser.post("/me/presence", data={"presence": "away"})).status_code == 403


async def test_the_demo_offers_one_button_a_role(cast: Cast) -> None:
    person = await somebody(demo=True)
    async with browser_of(None) as browser:
        text = (await browser.get("/sign-in")).text
        assert "Mei" in text and "My work, a queue, one case at a time" in text and "Ada" not in text
        answer = await browser.submit("/demo-sign-in", person_id=person.id, next="/people")
        assert answer.headers["location"] == "/people" and answer.cookies[COOKIE]
        assert (await browser.submit("/demo-sign-in", person_id=cast.ada.id)).status_code == 404
        assert (await browser.submit("/demo-sign-in", person_id="nobody")).status_code == 404


async def test_what_was_typed_without_scripts_is_shown_again_when_the_session_has_ended(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(None) as stranger:
        answer = await stranger.submit(f"/cases/{case.ref}/replies", text="Hello Lena, <b>it works</b>.", last_seen=1)
        assert (
            answer.status_code == 401
            and "Hello Lena, &lt;b&gt;it works&lt;/b&gt;." in answer.text
            and "Nothing was sent" in answer.text
        )
        assert (await stranger.submit(f"/cases/{case.ref}/claim")).status_code == 303
        assert (await stranger.submit(f"/cases/{case.ref}/replies", htmx=True, text="Hello")).status_code == 401
