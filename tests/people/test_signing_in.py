from escalations.people.access import COOKIE
from tests.cast import Cast
from tests.support import browser_of


async def test_a_stranger_is_sent_to_the_door(cast: Cast) -> None:
    async with browser_of(None) as stranger:
        answer = await stranger.get("/people")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=/people"


async def test_a_session_token_is_never_adopted(cast: Cast) -> None:
    async with browser_of(None) as browser:
        browser.cookies.set(COOKIE, "chosen-by-the-attacker")
        await browser.submit("/demo-sign-in", person_id=cast.ada.id)
        assert browser.cookies.get(COOKIE) == "chosen-by-the-attacker"
