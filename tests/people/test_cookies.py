import httpx
import pytest

from escalations.app import create_app
from escalations.people.access import COOKIE
from escalations.platform.settings import settings
from tests.cast import Cast
from tests.people.builders import PASSWORD, somebody
from tests.support import Browser


@pytest.mark.parametrize("scheme", ["https", "http"])
async def test_where_pages_come_under_tls_no_cookie_goes_out_without(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(settings(), "public_url", f"{scheme}://desk.example")
    person = await somebody()
    async with Browser(transport=httpx.ASGITransport(create_app()), base_url=f"{scheme}://desk.example") as browser:
        door = await browser.get("/sign-in")
        inside = await browser.submit("/sign-in", email=person.email, password=PASSWORD)
    given = {
        cookie.partition("=")[0]: cookie.lower()
        for one in (door, inside)
        for cookie in one.headers.get_list("set-cookie")
    }
    assert set(given) == {"csrftoken", COOKIE}
    assert {"secure" in cookie.split("; ") for cookie in given.values()} == {scheme == "https"}
