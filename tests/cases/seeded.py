"""The corpus of `leaks/`: texts that leak, texts that only look as if they did, and the world that both are written in."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from escalations.cases.gate import InternalText, ReplyContext, Stranger
from escalations.cases.gate.words import name_key
from escalations.catalog.loading import catalogue

FOLDER = Path(__file__).parent / "leaks"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KINDS = {
    "letters": _LETTERS + _LETTERS.upper() + "0123456789",
    "base64": _LETTERS + _LETTERS.upper() + "0123456789+/",
    "capitals": _LETTERS.upper() + "0123456789",
    "hex": "0123456789abcdef",
    "digits": "0123456789",
}


@dataclass(frozen=True)
class Leak:
    rule: str
    level: str
    text: str


def filled(text: str, seed: int = 1) -> str:
    """`{{letters 36}}` becomes so many characters, the same ones each time."""
    random = Random(seed)

    def made_up(match: re.Match[str]) -> str:
        return "".join(random.choice(_KINDS[match[1]]) for _ in range(int(match[2])))

    return re.sub(r"\{\{(\w+) (\d+)\}\}", made_up, text)


def leaks() -> list[Leak]:
    found = [one for path in sorted(FOLDER.glob("*.toml")) for one in _read(path.stem).get("leak", [])]
    return [Leak(one["rule"], one["level"], filled(one["text"])) for one in found]


def clean_texts() -> list[str]:
    return [filled(text) for text in _read("clean")["clean"]]


def seeded_context() -> ReplyContext:
    world = _read("world")
    strangers = [
        Stranger(one["kind"], one.get("what", name_key(one["name"])), one["name"]) for one in world["strangers"]
    ]
    return ReplyContext(
        customer=world["customer"],
        boundary=world["boundary"],
        said=tuple(world["said"]),
        internal=tuple(InternalText(one["text"], one["where"]) for one in world["internal"]),
        ids=frozenset(world["ids"]),
        strangers=tuple(strangers),
        colleagues=frozenset(world["colleagues"]),
        our_hosts=frozenset(world["our_hosts"]),
        groups=frozenset(group.name for group in catalogue().product_groups.values()),
        at=datetime.fromisoformat(world["at"]),
        internal_files=tuple(world["internal_files"]),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())
