"""Whatever is typed into a form or an address: it is taken, or refused in words. Nothing breaks and nothing goes unrecorded."""

from urllib.parse import quote_from_bytes, urlencode

import asyncpg
import httpx
from markupsafe import escape

from escalations.platform.outages import ODD_VALUE
from tests.browser.stage import set_stage
from tests.cast import Cast
from tests.faults.fuzzing import HOSTILE, USUAL, address, bodies, routes
from tests.support import Browser, browser_of

EACH = 5
"""Forms sent to each address; `python -m bench.fuzz` sends more."""


async def broken_forms(browser: Browser, each: int = EACH) -> tuple[int, list[str]]:
    """How many were sent, and which answers were ours to be ashamed of."""
    sent, broken = 0, []
    await browser.get("/sign-in")
    token = f"_csrf_token={browser.cookies['csrftoken']}&".encode()
    for number, (path, fields) in enumerate(routes("POST")):
        for body in bodies(fields, each, start=number * 5):
            answer = await browser.post(address(path), content=token + body, headers=FORM)
            sent += 1
            if answer.status_code >= 500:
                broken.append(f"POST {path} {body[:150]!r} is {answer.status_code}")
    return sent, broken


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def broken_pages(browser: Browser, each: int = EACH) -> tuple[int, list[str]]:
    sent, broken = 0, []
    for number, (path, _) in enumerate(routes("GET")):
        for turn in range(each):
            value = HOSTILE[(number * 3 + turn) % len(HOSTILE)][:300]
            answer = await _asked(browser, path, value, in_path="{" in path and turn % 2 == 0)
            sent += answer is not None
            if answer is not None and answer.status_code >= 500:
                broken.append(f"GET {answer.url} is {answer.status_code}"[:300])
    return sent, broken


async def _asked(browser: Browser, path: str, value: bytes, *, in_path: bool) -> httpx.Response | None:
    if in_path:
        return await browser.get(httpx.URL(f"http://test{address(path, value)}"))
    asked = "&".join(f"{name}={quote_from_bytes(value)}" for name in ASKED)
    return await browser.get(httpx.URL(f"http://test{address(path)}?{asked}"))


ASKED = (
    "q",
    "after",
    "before",
    "since",
    "kind",
    "days",
    "customer",
    "case",
    "other",
    "page",
    "family",
    "person",
    "week",
    "from",
    "to",
    "next",
)


async def test_no_form_breaks(cast: Cast, admin: asyncpg.Connection) -> None:
    await set_stage(cast)
    broken: list[str] = []
    async with browser_of(cast.dora) as dora, browser_of(cast.adam) as adam:
        for browser in (dora, adam):
            broken += (await broken_forms(browser))[1]
    assert "\n".join(broken) == ""
    assert await admin.fetchval(SILENT) == 0


async def test_no_form_breaks_by_a_character_that_no_text_holds(cast: Cast) -> None:
    """PostgreSQL refuses a NUL: it is left out before. Without it each form is as usual, so that it gets as far as it can."""
    await set_stage(cast)
    broken, taken = [], 0
    async with browser_of(cast.dora) as dora:
        await dora.get("/sign-in")
        token = ("_csrf_token", dora.cookies["csrftoken"])
        for path, fields in routes("POST"):
            for odd in (fields, [name for name in fields if b" " in USUAL.get(name, b"")]):
                told = [(name, USUAL.get(name, b"1") + b"\x00" * (name in odd)) for name in fields]
                answer = await dora.post(address(path), content=urlencode([token, *told]), headers=FORM)
                taken += answer.status_code in (200, 303)
                refused = answer.status_code >= 500 or str(escape(ODD_VALUE)) in answer.text
                broken += [f"POST {path} is {answer.status_code}"] * refused
    assert "\n".join(broken) == "" and taken > 20


async def test_no_page_breaks(cast: Cast) -> None:
    await set_stage(cast)
    async with browser_of(cast.adam) as adam:
        sent, broken = await broken_pages(adam)
    assert broken == [] and sent > 100


SILENT = "SELECT count(*) FROM case_entry e WHERE NOT EXISTS (SELECT FROM event v WHERE v.xmin::text = e.xmin::text)"
