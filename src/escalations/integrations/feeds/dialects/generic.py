"""Any JSON, read by a mapping that an administrator wrote: where in the message stands what we ask for.

A path names parts by dots, `[]` goes through a list and a number picks one of it: `incident.id`, `components[].name`, `tags.0`.
"""

import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from .telling import NotUnderstood, Told, VendorEvent, VendorText, json_of, moment, named

WORDS = {
    "states": ("active", "mitigated", "resolved", "explained"),
    "severities": ("A", "B", "C"),
    "kinds": ("incident", "maintenance", "advisory", "security", "test"),
}


class BadMapping(ValueError):
    """Says in words what in the mapping cannot be."""


class Mapping(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Each is a path. `events` leads to the list of what is told where a message tells of several; other paths begin there."""

    id: str
    title: str
    events: str = ""
    kind: str = ""
    state: str = ""
    severity: str = ""
    text: str = ""
    text_id: str = ""
    said_at: str = ""
    started_at: str = ""
    ended_at: str = ""
    services: str = ""
    regions: str = ""
    accounts: str = ""
    url: str = ""
    states: dict[str, str] = {}
    severities: dict[str, str] = {}
    kinds: dict[str, str] = {}


def read_mapping(text: str) -> Mapping:
    try:
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except tomllib.TOMLDecodeError as problem:
        raise BadMapping(f"It is no TOML: {problem}.") from problem
    except msgspec.ValidationError as problem:
        known = ", ".join(Mapping.__struct_fields__)
        raise BadMapping(f"{problem}. A mapping has: {known}.") from problem
    for table, allowed in WORDS.items():
        for word, meant in getattr(mapping, table).items():
            if meant not in allowed:
                raise BadMapping(f"[{table}] {word} = {meant!r}: choose one of {', '.join(allowed)}.")
    return mapping


def parse(body: bytes, mapping: Mapping) -> Told:
    sent = json_of(body)
    found = list(_at(sent, mapping.events)) if mapping.events else [sent]
    parts = [part for one in found for part in (one if isinstance(one, list) else [one])]
    if not parts:
        where = f"at `{mapping.events}`, where the mapping looks for what is told" if mapping.events else "in it"
        raise NotUnderstood(f"There is nothing {where}.")
    return Told(tuple(_event(part, mapping) for part in parts))


def _event(part: Any, mapping: Mapping) -> VendorEvent:
    vendor_id, title = (_one(part, path, name) for name, path in (("id", mapping.id), ("title", mapping.title)))
    at, state = moment(_word(part, mapping.said_at)), _meant(part, mapping.state, mapping.states, "states") or "active"
    ended_at = moment(_word(part, mapping.ended_at))
    return VendorEvent(
        vendor_id=vendor_id, title=title, about=_meant(part, mapping.kind, mapping.kinds, "kinds") or "incident",
        state="resolved" if ended_at and not mapping.state else state, at=at, started_at=moment(_word(part, mapping.started_at)), ended_at=ended_at,
        severity=_meant(part, mapping.severity, mapping.severities, "severities"), severity_as_told=_word(part, mapping.severity),
        services=named(*_words(part, mapping.services)), regions=named(*_words(part, mapping.regions)),
        accounts=named(*_words(part, mapping.accounts)), url=_word(part, mapping.url), texts=_texts(part, mapping, at),
    )  # fmt: skip


def _texts(part: Any, mapping: Mapping, at: Any) -> tuple[VendorText, ...]:
    text = _word(part, mapping.text)
    key = _word(part, mapping.text_id) or _word(part, mapping.said_at) or text
    return (VendorText(key=key[:500], at=at, text=text),) if text else ()


def _one(part: Any, path: str, name: str) -> str:
    found = _word(part, path)
    if not found:
        raise NotUnderstood(f"There is nothing at `{path}`, where the mapping looks for the {name}.")
    return found


def _meant(part: Any, path: str, meanings: dict[str, str], table: str) -> str:
    """The word as the mapping translates it, or as it is when it needs no translation."""
    word = _word(part, path)
    meant = meanings.get(word) or meanings.get(word.lower()) or (word if word in WORDS[table] else "")
    if word and not meant and table == "states":
        raise NotUnderstood(f"The mapping does not say in [states] what {word!r} at `{path}` means.")
    return meant


def _word(part: Any, path: str) -> str:
    return next(iter(_words(part, path)), "")


def _words(part: Any, path: str) -> list[str]:
    found = _at(part, path) if path else iter(())
    flat = (one for value in found for one in (value if isinstance(value, list) else [value]))
    return [str(value).strip() for value in flat if isinstance(value, str | int | float) and str(value).strip()]


def _at(value: Any, path: str) -> Iterator[Any]:
    """Every value at a path, none when the way ends before."""
    step, _, rest = path.partition(".")
    name, each, _ = step.partition("[]")
    here = _step(value, name) if name else value
    for one in here if each and isinstance(here, list) else [] if each else [here]:
        if one is not None:
            yield from _at(one, rest) if rest else [one]


def _step(value: Any, name: str) -> Any:
    if isinstance(value, list) and name.isdecimal():
        return value[int(name)] if int(name) < len(value) else None
    return value.get(name) if isinstance(value, dict) else None
