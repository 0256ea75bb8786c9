"""People at work while things break: each write has a mark of its own, and what was acknowledged is kept."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.builders import STORY


@dataclass
class Ledger:
    """What the server said yes to: kind of write → marks."""

    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, mark: str, answer: httpx.Response | None) -> None:
        self.answers[str(answer.status_code) if answer is not None else "no answer"] += 1
        if (
            answer is not None and answer.is_success and kind != "severity"
        ):  # the one it has already is a yes without a trace
            self.acknowledged.setdefault(kind, set()).add(mark)

    def __len__(self) -> int:
        return sum(map(len, self.acknowledged.values()))


class Writers:
    """Some tasks that write over HTTP until told to stop. A lost answer is not asked for again: nobody knows what became of it."""

    def __init__(self, url: str, told: dict[str, Any], ledger: Ledger) -> None:
        self._url, self._told, self.ledger = url, told, ledger
        self._refs: list[str] = []
        self._number = 0
        self._random = random.Random(7)
        self.stop, self._begun = asyncio.Event(), asyncio.Event()

    async def run(self, many: int = 4) -> None:
        await asyncio.gather(*(self._one() for _ in range(many)))

    async def first_case(self) -> str:
        await asyncio.wait_for(self._begun.wait(), 60)
        return self._refs[0]

    async def _one(self) -> None:
        async with httpx.AsyncClient(base_url=self._url, timeout=5) as http:
            while not self.stop.is_set():
                await self._write(http)
                await asyncio.sleep(0.02)

    async def _write(self, http: httpx.AsyncClient) -> None:
        self._number += 1
        kind = self._random.choice(["case", "note", "note", "reply", "message", "issue", "severity"])
        mark = f"{kind}-mark-{self._number}-end"
        path, body, name = self._asked("case" if not self._refs else kind, mark)
        try:
            answer = await http.post(path, json=body, headers={"Authorization": f"Bearer {self._told['tokens'][name]}"})
        except httpx.HTTPError:
            self.ledger.note(kind, mark, None)
            await asyncio.sleep(0.3)
            return
        self.ledger.note("case" if path == "/api/cases" else kind, mark, answer)
        if path == "/api/cases" and answer.is_success:
            self._refs.append(answer.json()["ref"])
            self._begun.set()

    def _asked(self, kind: str, mark: str) -> tuple[str, dict[str, Any], str]:
        if kind == "case":
            new = {
                "customer": self._told["customer"],
                "contact_id": 1,
                "title": f"Share {mark}",
                "description": f"{STORY} {mark}",
            }
            return "/api/cases", new, "Ada"
        if kind == "issue":
            return (
                "/api/engineering-issues",
                {"boundary": "public", "product_group": self._told["group"], "title": f"Driver {mark}"},
                "Pia",
            )
        case = f"/api/cases/{self._random.choice(self._refs[-30:])}"
        who = self._random.choice(["Ada", "Ben"])
        if kind == "severity":
            to = self._random.choice("ABC")
            return f"{case}/severity", {"severity": to, "reason": f"It is worse: {mark}", "ground": "workaround"}, who
        if kind == "reply":
            return f"{case}/replies", {"text": f"Hello Lena, we look at it. {mark}", "gate_reason": "load"}, who
        return f"{case}/{'notes' if kind == 'note' else 'customer-messages'}", {"text": f"Seen again. {mark}"}, who
