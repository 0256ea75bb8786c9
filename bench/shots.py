"""Pictures of every page in four shapes, taken by one person of each role: `make shots`, or `bench/shots.py --docs` for the README.

Makes its own small demo world and serves it; with ESCALATIONS_URL it looks at a demo that runs already.
"""

import argparse
import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import httpx
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).resolve().parents[1]
TALLEST = 2400
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"]


@dataclass(frozen=True)
class Shape:
    """What a window looks like: how wide, in which colours."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    scale: float = 1


SHAPES = [
    Shape("wide-light", 1440, 900, "light"),
    Shape("wide-dark", 1440, 900, "dark"),
    Shape("small-light", 390, 844, "light"),
    Shape("small-dark", 390, 844, "dark"),
]
README = Shape("readme", 1440, 900, "light", scale=1280 / 1440)


@dataclass(frozen=True)
class Shot:
    """A page as one role sees it. `start` is opened, then the first link that each of `follow` finds; then `keys` are pressed."""

    name: str
    role: str
    start: str
    follow: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


ROW = ".row-link"
ENGINEER, LEAD, RAPID, GROUP, COMMS, ADMIN, AUDITOR = (
    "Support engineer", "Duty lead", "Rapid response", "Product-group engineer", "Communications lead", "Administrator", "Auditor",
)  # fmt: skip
SHOTS = [
    Shot("sign-in", "", "/sign-in"),
    Shot("my-work", ENGINEER, "/"),
    Shot("queues", LEAD, "/queues"),
    Shot("queue", LEAD, "/queues", ("th a",)),
    Shot("cases", LEAD, "/cases"),
    Shot("cases-grouped", LEAD, "/cases?group=owner&columns=ref,customer,queue,turn,owner,opened,due", (), ("v",)),
    Shot("cases-chosen", LEAD, "/cases?group=severity", (), ("j", "j", "x", "j", "j", "X", "t")),
    Shot("cases-keys", LEAD, "/cases", (), ("j", "?")),
    Shot("lists", LEAD, "/views"),
    Shot("list-new", LEAD, "/views/new?q=sev:a+is:unowned&group=family"),
    Shot("bulk", LEAD, "/bulk", (".table .ref",)),
    Shot("case", ENGINEER, "/", (".rows:not(#work-unowned) .row-link",)),
    Shot("case-of-incident", ENGINEER, "/incidents", (ROW, "#incident-linked .row-link")),
    Shot("case-why", ENGINEER, "/", (ROW, "#case-why a")),
    Shot("case-time", ENGINEER, "/", (".rows:not(#work-unowned) .row-link", "#case-time a")),
    Shot("case-why-people", ENGINEER, "/", (ROW, "#case-why a", "[id^=weighed-people] a")),
    Shot("case-why-rules", ENGINEER, "/", (ROW, "#case-why a", "[id^=asked-rules] a")),
    Shot("case-commands", ENGINEER, "/", (ROW,), ("?",)),
    Shot("case-close", ENGINEER, "/", (ROW,), ("c",)),
    Shot("case-escalate", ENGINEER, "/", (ROW,), ("e",)),
    Shot("case-macro", ENGINEER, "/", (".rows:not(#work-unowned) .row-link",), ("p",)),
    Shot("macros", ENGINEER, "/macros"),
    Shot("macro", ENGINEER, "/macros", (ROW,)),
    Shot("macro-new", ENGINEER, "/macros/new"),
    Shot("case-note", ENGINEER, "/", (ROW,), ("n",)),
    Shot("case-verdicts", ENGINEER, "/", (ROW, "a[href$='/verdicts']")),
    Shot("case-as-auditor", AUDITOR, "/queues", ("th a", ROW)),
    Shot("case-merging", ENGINEER, "/", (".rows:not(#work-unowned) .row-link", "[data-key=m]")),
    Shot("case-split", ENGINEER, "/", (".rows:not(#work-unowned) .row-link", "a[href$='/split']")),
    Shot("case-help", ENGINEER, "/", (".rows:not(#work-unowned) .row-link", "a[href$='/help']")),
    Shot("help-wanted", ENGINEER, "/help-wanted"),
    Shot("new-case", ENGINEER, "/cases/new"),
    Shot("search", ENGINEER, "/search?q=storage+503"),
    Shot("on-call", ENGINEER, "/on-call"),
    Shot("on-call-rotation", LEAD, "/on-call/OC-3"),
    Shot("on-call-override", LEAD, "/on-call/OC-3/overrides/new"),
    Shot("on-call-new", LEAD, "/on-call/new"),
    Shot("coverage", LEAD, "/on-call/coverage"),
    Shot("calendars", ENGINEER, "/me/calendars"),
    Shot("absence", ENGINEER, "/me", ("a[href$='/absences/new']",)),
    Shot("rapid-response", RAPID, "/rapid-response"),
    Shot("rapid-response-wall", RAPID, "/rapid-response/wall"),
    Shot("engagements", RAPID, "/rapid-response/engagements"),
    Shot("engagement", RAPID, "/rapid-response/engagements", ("#engagements-open .row:last-child .row-link",)),
    Shot("engagement-over", RAPID, "/rapid-response/engagements", ("#engagements-past .row-link",)),
    Shot("hand-over", RAPID, "/rapid-response/hand-overs/HO-1"),
    Shot("hand-over-new", RAPID, "/rapid-response/hand-overs/new"),
    Shot("incidents", COMMS, "/incidents"),
    Shot("incident", COMMS, "/incidents", (ROW,)),
    Shot("incident-new", COMMS, "/incidents/new"),
    Shot("spikes", LEAD, "/spikes"),
    Shot("spike", LEAD, "/spikes", ("#spikes-open .row-link",)),
    Shot("arrivals", LEAD, "/spikes/arrivals"),
    Shot("spike-promote", LEAD, "/spikes", ("#spikes-open .row-link",), ("p",)),
    Shot("spike-reject", LEAD, "/spikes", ("#spikes-open .row-link",), ("n",)),
    Shot("known-issues", ENGINEER, "/known-issues"),
    Shot("known-issue", ENGINEER, "/known-issues", (ROW,)),
    Shot("known-issue-new", ENGINEER, "/known-issues/new"),
    Shot("inbox", GROUP, "/escalations"),
    Shot("inbox-return", GROUP, "/escalations", (), ("t",)),
    Shot("inbox-transfer", GROUP, "/escalations", (), ("f",)),
    Shot("escalation", ENGINEER, "/escalations?view=all", ("#pane h2 a",)),
    Shot("engineering-issues", GROUP, "/engineering-issues"),
    Shot("engineering-issue", ENGINEER, "/engineering-issues", (".table td a",)),
    Shot("product-groups", ENGINEER, "/product-groups"),
    Shot("product-group", ENGINEER, "/product-groups/storage_platform"),
    Shot("trackers", ADMIN, "/trackers"),
    Shot("customers", LEAD, "/customers"),
    Shot("customer", LEAD, "/customers", (ROW,)),
    Shot("customer-new", ADMIN, "/customers/new"),
    Shot("people", ADMIN, "/people"),
    Shot("person", ADMIN, "/people", (ROW,)),
    Shot("roster", LEAD, "/people", (ROW, "a[href$='/roster']")),
    Shot("disabling", ADMIN, "/people", (ROW, "a[href$='/disabling']")),
    Shot("me", ENGINEER, "/me"),
    Shot("notices", LEAD, "/notices"),
    Shot("rules", LEAD, "/rules"),
    Shot("backtests", LEAD, "/rules/backtests"),
    Shot("proposals", LEAD, "/rules/proposals"),
    Shot("clocks", LEAD, "/clocks"),
    Shot("reports", LEAD, "/reports"),
    Shot("report-time", LEAD, "/reports/time?days=365"),
    Shot("report-promises", LEAD, "/reports/promises?days=365"),
    Shot("report-pauses", AUDITOR, "/reports/pauses?days=365"),
    Shot("dead-ends", LEAD, "/dead-ends"),
    Shot("audit", AUDITOR, "/audit"),
    Shot("trail", AUDITOR, "/audit/case/1"),
    Shot("mail", ADMIN, "/mail"),
    Shot("feeds", ADMIN, "/feeds"),
    Shot("feed", ADMIN, "/feeds/F-1"),
    Shot("feed-of-alerts", ADMIN, "/feeds/F-3"),
    Shot("feed-shelf", ADMIN, "/feeds/shelf"),
    Shot("feed-delivery", ADMIN, "/feeds/F-1/deliveries/2"),
    Shot("feed-new", ADMIN, "/feeds/new?kind=generic"),
    Shot("incident-of-feed", LEAD, "/incidents", ("text=Service Bus: messages arrive late",)),
    Shot("jobs", ADMIN, "/jobs"),
    Shot("not-found", ENGINEER, "/cases/C-999999"),
]
FOR_README = ("my-work", "queue", "case", "incident", "inbox", "rapid-response")


@contextmanager
def served() -> Iterator[str]:
    """The address of a demo that runs, or of one made for the occasion."""
    if given := os.environ.get("ESCALATIONS_URL"):
        yield given
        return
    with TemporaryDirectory(prefix="escalations-shots-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        settings = {"ESCALATIONS_HOME": folder, "ESCALATIONS_PORT": str(_free_port())}
        subprocess.run([sys.executable, __file__, "--fill"], env=os.environ | settings, check=True)
        server = subprocess.Popen([sys.executable, "-m", "escalations.cli", "run"], env=os.environ | settings)
        try:
            url = f"http://127.0.0.1:{settings['ESCALATIONS_PORT']}"
            httpx.Client(transport=httpx.HTTPTransport(retries=8)).get(f"{url}/health/ready").raise_for_status()
            yield url
        finally:
            server.terminate()
            server.wait(15)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def fill() -> None:
    from escalations.cli.connecting import connected
    from escalations.cli.demo.loading import load_demo

    async with connected():
        await load_demo(open_cases=120, closed_cases=600)


@asynccontextmanager
async def windows(browser: Browser, url: str, shape: Shape) -> AsyncIterator["Windows"]:
    opened = Windows(browser, url, shape)
    yield opened
    await opened.close()


class Windows:
    """One signed-in window for each role that is asked for."""

    def __init__(self, browser: Browser, url: str, shape: Shape) -> None:
        self.browser, self.url, self.shape = browser, url, shape
        self.contexts: dict[str, BrowserContext] = {}

    async def of(self, role: str) -> Page:
        if role not in self.contexts:
            self.contexts[role] = await self._sign_in(role)
        return await self.contexts[role].new_page()

    async def _sign_in(self, role: str) -> BrowserContext:
        size: ViewportSize = {"width": self.shape.width, "height": self.shape.height}
        context = await self.browser.new_context(
            base_url=self.url, viewport=size, color_scheme=self.shape.scheme, device_scale_factor=self.shape.scale,
            reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(8000)
        if role:
            page = await context.new_page()
            await page.goto("/sign-in")
            await page.locator("#demo-people button", has_text=role).click()
            await page.wait_for_selector("#rail")
            await page.close()
        return context

    async def close(self) -> None:
        for context in self.contexts.values():
            await context.close()


async def settle(opened: Windows) -> None:
    """A new world first reacts to its own past: cases are matched, mails queued, texts indexed."""
    page = await opened.of(ADMIN)
    for _ in range(60):
        await page.goto("/jobs")
        if {"0 running", "0 waiting"} <= {*(await page.locator(".head-facts").inner_text()).split("\n")}:
            break
        await page.wait_for_timeout(1000)
    await page.close()


async def take(shot: Shot, opened: Windows, to: Path, whole: bool) -> None:
    page = await opened.of(shot.role)
    await page.goto(shot.start)
    for link in shot.follow:
        await page.goto(await page.locator(link).first.get_attribute("href") or "/")
    await expect(page.locator(".slot-wait")).to_have_count(0, timeout=8000)
    await page.wait_for_timeout(300)
    for key in shot.keys:
        await page.keyboard.press(key)
        await page.wait_for_timeout(250)
    if whole and not shot.keys:
        await _stretch(page)
    await page.screenshot(path=to)
    await page.close()


async def _stretch(page: Page) -> None:
    """As high as the page is, so that what sticks to the window stands where it belongs; within reason."""
    height = await page.evaluate("document.documentElement.scrollHeight")
    width = await page.evaluate("innerWidth")
    await page.set_viewport_size({"width": width, "height": max(600, min(height, TALLEST))})
    await page.wait_for_timeout(100)


async def shoot(shots: list[Shot], shapes: list[Shape], folder: Path, *, whole: bool) -> list[str]:
    """Answers with the names of the pages that could not be reached."""
    missed = []
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with served() as url:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=binary, args=FLAGS)
            async with windows(browser, url, shapes[0]) as opened:
                await settle(opened)
            for shape in shapes:
                async with windows(browser, url, shape) as opened:
                    for shot in shots:
                        name = shot.name if shape is README else f"{shot.name}.{shape.name}"
                        try:
                            await take(shot, opened, folder / f"{name}.png", whole)
                        except PlaywrightTimeout:
                            missed.append(name)
                print(f"{shape.name}: {len(shots)} pages in {folder}", flush=True)
            await browser.close()
    return missed


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("folder", nargs="?", type=Path, default=ROOT / ".escalations" / "shots")
    ask.add_argument("--docs", action="store_true", help="the six of the README, into docs/screenshots")
    ask.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these pages only")
    ask.add_argument("--shape", nargs="+", default=[], choices=[shape.name for shape in SHAPES])
    ask.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    asked = ask.parse_args()
    if asked.fill:
        return asyncio.run(fill())
    names = asked.only or (FOR_README if asked.docs else [shot.name for shot in SHOTS])
    folder = ROOT / "docs" / "screenshots" if asked.docs else asked.folder
    shapes = [README] if asked.docs else [shape for shape in SHAPES if shape.name in asked.shape] or SHAPES
    folder.mkdir(parents=True, exist_ok=True)
    missed = asyncio.run(shoot([shot for shot in SHOTS if shot.name in names], shapes, folder, whole=not asked.docs))
    if missed:
        raise SystemExit(f"Could not be reached: {', '.join(missed)}")
    return None


if __name__ == "__main__":
    main()
