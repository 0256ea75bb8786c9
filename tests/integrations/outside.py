"""A tracker on this machine: it plays GitHub, Azure DevOps or Jira, keeps what it is told, and fails when asked to."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Answer = tuple[int, Any]


@dataclass
class Outside:
    """`fails` is what it answers instead for so many requests: a status, "lost" (done, but the answer never arrives) or "slow"."""

    kind: str
    url: str = ""
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    fails: list[int | str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except asyncio.IncompleteReadError:
            writer.close()
            return
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        method, target, _ = first.split(" ")
        self.asked.append((method, unquote(target)))
        self.headers.append(headers)
        fails = self.fails.pop(0) if self.fails else None
        if fails == "slow":
            await asyncio.sleep(1)
        status, told = (
            (fails, {}) if isinstance(fails, int) else self.answer(method, target, json.loads(body) if body else None)
        )
        if fails != "lost":
            out = json.dumps(told).encode() if told is not None else b""
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Length: {len(out)}\r\nConnection: close\r\n\r\n".encode() + out
            )
            await writer.drain()
        writer.close()

    def answer(self, method: str, target: str, told: Any) -> Answer:
        parts = urlsplit(target)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return {"github": self._github, "azure_devops": self._azure, "jira": self._jira}[self.kind](
            method, parts.path, asked, told
        )

    def _add(self, item: dict[str, Any]) -> dict[str, Any]:
        self.items[str(len(self.items) + 1)] = item
        return item

    def _github(self, method: str, path: str, asked: dict[str, str], told: Any) -> Answer:
        if method == "GET":
            return 200, [one for one in self.items.values() if asked["labels"] in one["labels"]]
        if method == "POST":
            number = len(self.items) + 1
            return 201, self._add(
                told | {"number": number, "state": "open", "html_url": f"https://github.example/{number}"}
            )
        item = self.items[path.rpartition("/")[2]]
        item.update(told)
        return 200, item

    def _azure(self, method: str, path: str, asked: dict[str, str], told: Any) -> Answer:
        if path.endswith("/wiql"):
            marker = re.search(r"CONTAINS '([^']+)'", told["query"])
            assert marker is not None
            return 200, {"workItems": [one for one in self.items.values() if one["System.Tags"] == marker[1]]}
        fields = {one["path"].removeprefix("/fields/"): one["value"] for one in told}
        if method == "POST":
            return 200, self._add(fields | {"id": len(self.items) + 1, "System.State": "New"})
        self.items[path.rpartition("/")[2]].update(fields)
        return 200, {"id": 1}

    def _jira(self, method: str, path: str, asked: dict[str, str], told: Any) -> Answer:
        if path.endswith("/search/jql"):
            return 200, {"issues": [one for one in self.items.values() if one["labels"][0] in asked["jql"]]}
        if method == "POST" and path.endswith("/issue"):
            return 201, self._add(told["fields"] | {"key": f"STO-{len(self.items) + 1}", "done": "new"})
        item = self.items[path.split("/issue/")[1].split("/")[0].removeprefix("STO-")]
        if path.endswith("/transitions"):
            if method == "GET":
                ways = {"11": "done", "21": "new"}
                return 200, {
                    "transitions": [{"id": key, "to": {"statusCategory": {"key": to}}} for key, to in ways.items()]
                }
            item["done"] = {"11": "done", "21": "new"}[told["transition"]["id"]]
            return 204, None
        if method == "PUT":
            item.update(told["fields"])
            return 204, None
        return 200, {"fields": {"status": {"statusCategory": {"key": item["done"]}}}}


@asynccontextmanager
async def outside(kind: str) -> AsyncIterator[Outside]:
    there = Outside(kind)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0)
    there.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield there
    finally:
        server.close()
        await server.wait_closed()
