"""What people, programs and accidents put into forms and addresses."""

import inspect
import re
from collections.abc import Iterator
from types import FunctionType
from typing import Any
from urllib.parse import quote_from_bytes

from litestar.handlers import HTTPRouteHandler
from pydantic import BaseModel

from tests.house.test_boundary_matrix import REFS
from tests.house.test_guarded_routes import handlers

HOSTILE: list[bytes] = [
    b"", b" \t\r\n", b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xff\xfe\x80", "\u202egnp.exe\u2066".encode(), b"-1", b"0", b"9" * 30,
    b"9223372036854775808", b"-9223372036854775809", b"1e309", b"NaN", b"2026-13-45", b"0000-00-00", b"99999-12-31T25:61", b"0001-01-01",
    b"9999-12-31T23:59:59", b"2026-03-29T02:30", b"true", b"[]", b"{}", b"C-99999999999999999999", b"../../etc/passwd", b"'; DROP TABLE event; --",
    b"<script>alert(1)</script>", b"{{ 7*7 }}${7*7}", b"x" * 70_000, b"\xf0\x9f\x92\xa9" * 500, "Ａ\u0301".encode(), b"%00%0d%0aSet-Cookie: a=b",
]  # fmt: skip
USUAL: dict[str, bytes] = {
    "version": b"1", "boundary": b"public", "severity": b"A", "family": b"storage", "until": b"2027-01-01", "title": b"A usual title",
    "text": b"A usual text of a note.", "reason": b"Because of that.", "note": b"It was mended by hand.", "customer": b"CU-1", "owner": b"P-1",
    "email": b"somebody@customer.example", "name": b"Somebody", "other": b"C-2", "case": b"C-2", "kind": b"related", "description": b"A usual description.",
}  # fmt: skip
SKIPPED = ("/static", "/sign-out", "/live", "/health", "/api/", "/inbound", "/demo-sign-in")


def models_of(function: Any, depth: int = 2) -> set[type[BaseModel]]:
    """The forms that a handler, or what it calls in its room, reads."""
    found: set[type[BaseModel]] = set()
    for name in function.__code__.co_names:
        thing = function.__globals__.get(name)
        if inspect.isclass(thing) and issubclass(thing, BaseModel):
            found.add(thing)
        elif depth and isinstance(thing, FunctionType) and thing.__module__.startswith("escalations."):
            found |= models_of(thing, depth - 1)
    return found


def fields_of(handler: HTTPRouteHandler) -> list[str]:
    return sorted({name for model in models_of(handler.fn) for name in model.model_fields}) or ["text", "version"]


def routes(method: str) -> list[tuple[str, list[str]]]:
    """Every page or form with the fields it reads."""
    found = {
        path: fields_of(handler)
        for path, handler in handlers()
        if method in handler.http_methods and not path.startswith(SKIPPED)
    }
    return sorted((path, fields) for path, fields in found.items() if path != "/sign-in")


def address(path: str, hostile: bytes | None = None) -> str:
    """Where something is, or where `hostile` stands in place of each number and name."""
    if hostile is not None:
        return re.sub(r"\{[^}]+\}", quote_from_bytes(hostile[:2000], safe="") or "%20", path)
    kind = f"{path}/".removeprefix("/rapid-response").split("/")[1]
    path = re.sub(r"\{(?:ref|case_ref):str\}", REFS.get(kind, "P-1"), path, count=1)
    path = re.sub(r"\{incident_ref:str\}|\{incident:str\}", "I-1", path)
    path = re.sub(r"\{article_ref:str\}|\{article:str\}", "KI-1", path)
    path = re.sub(r"\{kind:str\}", "case", path)
    return re.sub(r"\{[^}]+\}", "1", path)


def bodies(fields: list[str], many: int, start: int) -> Iterator[bytes]:
    """Forms with everything missing, everything hostile, or one field hostile among usual ones, some of them twice."""
    for turn in range(many):
        value = HOSTILE[(start + turn) % len(HOSTILE)]
        odd = fields[(start + turn) % len(fields)]
        match turn % 3:
            case 0:
                pairs = [(name, value if name == odd else USUAL.get(name, b"1")) for name in fields]
            case 1:
                pairs = [(name, value) for name in fields] + [(odd, b"again")]
            case _:
                pairs = [(odd, value), (odd, HOSTILE[(start + turn * 7) % len(HOSTILE)])]
        yield b"&".join(
            quote_from_bytes(name.encode()).encode() + b"=" + quote_from_bytes(text).encode() for name, text in pairs
        )
