"""Open live pages, as little of a browser as hears their events: one socket each, and when it last heard."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

CHANGED = b"event: changed"


@dataclass(eq=False)
class LivePage:
    topics: tuple[str, ...]
    heard: list[float] = field(default_factory=list)
    """By `time.perf_counter()`, one for each message that says something changed."""

    async def open(self, port: int, cookies: dict[str, str]) -> None:
        asked = "&".join(f"topic={quote(topic)}" for topic in self.topics)
        carried = "; ".join(f"{name}={value}" for name, value in cookies.items())
        reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET /live?since={time.time():.3f}&{asked} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {carried}\r\n\r\n"
        self._writer.write(head.encode())
        status = (await reader.readuntil(b"\r\n\r\n")).split()[1]
        if status != b"200":
            raise RuntimeError(f"A live page was answered {status.decode()}.")
        self._listening = asyncio.create_task(self._listen(reader))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while told := await reader.read(65536):
            self.heard.extend([time.perf_counter()] * told.count(CHANGED))

    def close(self) -> None:
        self._listening.cancel()
        self._writer.close()


async def open_all(pages: Iterable[LivePage], port: int, cookies: dict[str, str], at_once: int = 20) -> None:
    gate = asyncio.Semaphore(at_once)

    async def one(page: LivePage) -> None:
        async with gate:
            await page.open(port, cookies)

    await asyncio.gather(*(one(page) for page in pages))
