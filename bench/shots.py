"""Pictures of every page in four shapes, taken by one person of each role: `make shots`, or `-m bench.shots --docs` for the README.

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
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import urlsplit

import httpx
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from bench.shot_list import ADMIN, SHOTS, Shot
from bench.shot_states import STATES

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
        subprocess.run([sys.executable, "-m", "bench.shots", "--fill"], cwd=ROOT, env=os.environ | settings, check=True)
        server = subprocess.Popen([sys.executable, "-m", "escalations.cli", "run"], env=os.environ | settings)
        try:
            url = f"http://127.0.0.1:{settings['ESCALATIONS_PORT']}"
            httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=60).get(
                f"{url}/health/ready"
            ).raise_for_status()
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
        self.broken: list[BrowserContext] = []

    async def of(self, role: str) -> Page:
        if role not in self.contexts:
            self.contexts[role] = await self._sign_in(role)
        return await self.contexts[role].new_page()

    async def _sign_in(self, role: str) -> BrowserContext:
        size: ViewportSize = {"width": self.shape.width, "height": self.shape.height}
        context = await self.browser.new_context(
            base_url=self.url, viewport=size, color_scheme=self.shape.scheme, device_scale_factor=self.shape.scale,
            reduced_motion="reduce", has_touch=self.shape.width < 500, is_mobile=self.shape.width < 500,
        )  # fmt: skip
        context.set_default_timeout(8000)
        if role:
            page = await context.new_page()
            await page.goto("/sign-in")
            await page.locator("#demo-people button", has_text=role).click()
            await page.wait_for_selector("#rail")
            await page.close()
        return context

    async def anew(self, role: str) -> Page:
        """A window whose session and connection may be broken without harm to the others."""
        self.broken.append(await self._sign_in(role))
        return await self.broken[-1].new_page()

    async def close(self) -> None:
        for context in [*self.contexts.values(), *self.broken]:
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
    assert not shot.route or fnmatch(urlsplit(page.url).path, shot.route), f"{shot.name} led to {page.url}"
    await expect(page.locator(".slot-wait")).to_have_count(0, timeout=8000)
    await page.wait_for_timeout(300)
    for key in shot.keys:
        await page.keyboard.press(key)
        await page.wait_for_timeout(250)
    if whole and not shot.keys:
        await _stretch(page)
    await page.screenshot(path=to)
    await page.close()


async def take_state(name: str, opened: Windows, to: Path) -> None:
    """What a page looks like when something is wrong."""
    page = await STATES[name](opened)
    await page.wait_for_timeout(300)
    await page.screenshot(path=to)
    await page.close()


async def _stretch(page: Page) -> None:
    """As high as the page is, so that what sticks to the window stands where it belongs; within reason."""
    height = await page.evaluate("document.documentElement.scrollHeight")
    width = await page.evaluate("innerWidth")
    await page.set_viewport_size({"width": width, "height": max(600, min(height, TALLEST))})
    await page.wait_for_timeout(100)


async def shoot(shots: list[Shot], states: list[str], shapes: list[Shape], folder: Path, *, whole: bool) -> list[str]:
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
                        except (PlaywrightTimeout, AssertionError):
                            missed.append(name)
                    for state in states:
                        try:
                            await take_state(state, opened, folder / f"{state}.{shape.name}.png")
                        except (PlaywrightTimeout, AssertionError):
                            missed.append(f"{state}.{shape.name}")
                print(f"{shape.name}: {len(shots) + len(states)} pages in {folder}", flush=True)
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
    names = asked.only or (FOR_README if asked.docs else [*(shot.name for shot in SHOTS), *STATES])
    states = [name for name in STATES if name in names]
    folder = ROOT / "docs" / "screenshots" if asked.docs else asked.folder
    shapes = [README] if asked.docs else [shape for shape in SHAPES if shape.name in asked.shape] or SHAPES
    folder.mkdir(parents=True, exist_ok=True)
    missed = asyncio.run(
        shoot([shot for shot in SHOTS if shot.name in names], states, shapes, folder, whole=not asked.docs)
    )
    if missed:
        raise SystemExit(f"Could not be reached: {', '.join(missed)}")
    return None


if __name__ == "__main__":
    main()
