"""What pages look like when something is wrong: each is brought about as it happens to people, in windows of their own."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from playwright.async_api import Page, Route, expect

from bench.shot_list import ENGINEER, LEAD
from escalations.people.access import COOKIE
from escalations.platform.outages import READ_ONLY
from escalations.platform.time import now
from escalations.platform.web.templates import render

ARTICLE = "/known-issues/KI-2/edit"
CASE = ".rows:not(#work-unowned) .row-link"


class Windows(Protocol):
    async def anew(self, role: str) -> Page: ...


async def not_understood(windows: Windows) -> Page:
    """A form that lacks something: what is wrong stands at the top and at each field."""
    page = await windows.anew(ENGINEER)
    await page.goto("/cases/new")
    await page.evaluate("document.getElementById('open-form').noValidate = true")
    await page.get_by_label("Title").fill("Pods cannot mount the share")
    await page.get_by_role("button", name="Open the case").click()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await page.evaluate("scrollTo(0, 0)")
    return page


async def both_sides(windows: Windows) -> Page:
    """Two who edit one article: the second sees both texts."""
    first, second = await windows.anew(ENGINEER), await windows.anew(LEAD)
    for page in (first, second):
        await page.goto(ARTICLE)
    for page, text in (
        (first, f"Renew the key. Checked {now():%H:%M:%S} UTC."),
        (second, "Open the port in the firewall."),
    ):
        await page.get_by_label("Resolution or workaround").fill(text)
        await page.get_by_role("button", name="Save article").click()
        await page.wait_for_timeout(1500)
    await expect(second.locator(".unsaved").first).to_be_visible()
    await second.locator(".notice").first.scroll_into_view_if_needed()
    return second


async def signed_out(windows: Windows) -> Page:
    """The session ended while a reply was written."""
    page = await _writing(windows)
    await page.context.clear_cookies(name=COOKIE)
    await page.get_by_role("button", name="Send to customer").click()
    await page.wait_for_timeout(1500)
    await expect(page.locator("#connection:visible")).to_contain_text("You were signed out")
    return page


async def offline(windows: Windows) -> Page:
    page = await _writing(windows)
    await page.wait_for_timeout(1500)
    await page.context.set_offline(True)
    await expect(page.locator("#connection")).to_be_visible()
    return page


async def _writing(windows: Windows) -> Page:
    page = await windows.anew(ENGINEER)
    await page.goto("/")
    await page.goto(await page.locator(CASE).first.get_attribute("href") or "/")
    await expect(page.locator(".slot-wait")).to_have_count(0)
    await page.locator("#composer-reply-text").fill("Hello, I have read the logs and")
    return page


async def read_only(windows: Windows) -> Page:
    """The database takes no writes: the page of that answer, with what was typed."""
    page = await windows.anew(ENGINEER)
    typed = {"text": "Hello, I have read the logs. The key of the share was renewed on Tuesday."}
    body = render(
        "errors/503.html", message=READ_ONLY, request_id="5f0c1b56d974a994", typed=typed, now=now(), csrf_token=""
    )

    async def answer(route: Route) -> None:
        await route.fulfill(status=503, content_type="text/html; charset=utf-8", body=body)

    await page.route("**/queues", answer)
    await page.goto("/queues")
    return page


STATES: dict[str, Callable[[Windows], Awaitable[Page]]] = {
    "state-422": not_understood,
    "state-409": both_sides,
    "state-signed-out": signed_out,
    "state-offline": offline,
    "state-read-only": read_only,
}
