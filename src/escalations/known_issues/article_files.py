"""A Markdown file as an article: its front matter where it has one, else what its first heading and its words say."""

import re
import tomllib
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from ..catalog.loading import catalogue
from ..platform.time import now
from ..routing.error_codes import error_codes_in
from ..routing.reading import read_text
from .accounts import Account, ArticleFile, Source
from .models import AUDIENCES, CONFIDENCES, EVERYWHERE, STATES
from .plain import without_comments
from .predicates import BadPredicate, predicate_of

LONGEST, READ_FOR_SUBJECT, MOST_CODES = 200_000, 3_000, 20
_PLUSES = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n", re.DOTALL)
_PROPERTIES = re.compile(r"\A\s*<properties\b(.*?)/>\s*(?:<tags\b.*?/>)?", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w.]+)\s*=\s*\"([^\"]*)\"")
_HEADING = re.compile(r"^(?:#{1,3} +(.+?)[ #]*|([^\n#>|\-*][^\n]{1,200})\n(?:={3,}|-{3,}))$", re.MULTILINE)
_LEFT_OUT = re.compile(r"^:::.*$|^\[!INCLUDE.*$", re.MULTILINE)


class Unreadable(ValueError):
    """This file is no article; the message says why, and what to do."""


def read_article(path: Path, root: Path) -> ArticleFile:
    raw = path.read_bytes()
    text = _decoded(raw)
    told, body = _parted(text)
    body = _LEFT_OUT.sub("", without_comments(body)).strip()
    title = " ".join(str(told.get("title") or _heading(body) or path.stem.replace("-", " ")).split())[:200]
    body = _tidied(body, title, str(told.get("description") or ""))
    source = Source(path=path.relative_to(root).as_posix(), hash=sha256(raw).hexdigest())
    return ArticleFile(
        account=_account(told, title, body), source=source, boundary=_boundary(told),
        confidence=_one_of(told, "confidence", CONFIDENCES, None),
    )  # fmt: skip


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    except UnicodeDecodeError:
        raise Unreadable("This is not UTF-8 text. Save it as UTF-8.") from None
    if len(text) > LONGEST:
        raise Unreadable(f"This is longer than {LONGEST} characters. Split it.")
    return text


def _parted(text: str) -> tuple[dict[str, Any], str]:
    """What the file says about itself, in any of the three ways that are in use, and the rest."""
    if match := _PLUSES.match(text):
        return _toml(match[1]), text[match.end() :]
    if match := _PROPERTIES.match(text):
        told = dict(_ATTRIBUTE.findall(match[1]))
        return {"title": told.get("pageTitle"), "description": told.get("description")}, text[match.end() :]
    try:
        told, body = frontmatter.parse(text)
    except yaml.YAMLError as broken:
        raise Unreadable(
            f"Its front matter is not valid YAML ({_where(broken)}). Put texts with a colon in quotes."
        ) from None
    return (told, body) if isinstance(told, dict) else ({}, body)


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise Unreadable(f"Its front matter is not valid TOML: {broken}.") from None


def _where(broken: yaml.YAMLError) -> str:
    mark = getattr(broken, "problem_mark", None)
    return f"line {mark.line + 2}" if mark else "in its first lines"


def _heading(body: str) -> str | None:
    match = _HEADING.search(body)
    return (match[1] or match[2]).strip() if match else None


def _tidied(body: str, title: str, description: str) -> str:
    """Without the heading that repeats the title, and without what only the publisher's own tools understand."""
    match = _HEADING.match(body)
    if match and (match[1] or match[2]).strip().casefold() == title.casefold():
        body = body[match.end() :].strip()
    if description and description not in body:
        body = f"{description}\n\n{body}"
    if not body.strip():
        raise Unreadable("It holds no text.")
    return body.strip()


def _account(told: dict[str, Any], title: str, body: str) -> Account:
    codes = _listed(told, "error_codes")
    reading = read_text(title, body[:READ_FOR_SUBJECT], codes, [], catalogue())
    family = str(told.get("family") or reading.family or "other")
    if family not in catalogue().families:
        raise Unreadable(f"There is no family {family}. Write one of: {', '.join(catalogue().families)}.")
    named = [product_key(name) for name in _listed(told, "products")]
    return Account(
        title=title, body=body, family=family, products=list(dict.fromkeys(named or ([reading.product] if reading.product else []))),
        error_codes=codes if "error_codes" in told else error_codes_in(f"{title}\n{body}")[:MOST_CODES],
        audience=str(told.get("audience")) if str(told.get("audience")) in AUDIENCES else "internal", state=_one_of(told, "state", STATES, "workaround"),
        fix_eta=_fix_eta(told), fixed_in=str(told["fixed_in"]) if told.get("fixed_in") else None,
        match=_match(told),
    )  # fmt: skip


def product_key(name: str) -> str:
    """The catalogue's key of what people call a product; a name that it does not know stays as it is."""
    product = catalogue().products.get(name) or catalogue().product_named(name)
    return product.key if product else name


def _listed(told: dict[str, Any], name: str) -> list[str]:
    value = told.get(name) or []
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    return [str(part).strip() for part in parts if str(part).strip()]


def _one_of(told: dict[str, Any], name: str, known: dict[str, str], otherwise: Any) -> Any:
    value = told.get(name)
    if value is not None and str(value) not in known:
        raise Unreadable(f"Its {name} is {value!r}. Write one of: {', '.join(known)}.")
    return value or otherwise


def _boundary(told: dict[str, Any]) -> str | None:
    known = (*catalogue().boundaries, EVERYWHERE)
    value = told.get("boundary")
    if value is not None and value not in known:
        raise Unreadable(f"There is no boundary {value!r}. Write one of: {', '.join(known)}.")
    return value


def _match(told: dict[str, Any]) -> str:
    text = str(told.get("match") or "").strip()
    try:
        if text:
            predicate_of(text)
    except BadPredicate as wrong:
        raise Unreadable(f"Its match cannot be read: {wrong}") from None
    return text


def _fix_eta(told: dict[str, Any]) -> date | None:
    value = told.get("fix_eta")
    if isinstance(value, date):
        return value
    try:
        if value is not None:
            return date.fromisoformat(str(value))
        return now().date() + timedelta(days=int(told["fix_eta_days"])) if "fix_eta_days" in told else None
    except (ValueError, OverflowError):
        raise Unreadable("Write fix_eta as a date, such as 2026-12-24, or fix_eta_days as a number of days.") from None
